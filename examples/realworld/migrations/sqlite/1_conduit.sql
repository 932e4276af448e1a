create table users (
    -- `autoincrement`: no new user gets the key, and with it the tokens, of a deleted one.
    user_id integer primary key autoincrement,
    username text not null unique,
    email text not null unique,
    password_hash text not null,
    bio text,
    image text
) strict;

create table follows (
    follower_id integer not null references users on delete cascade,
    followed_id integer not null references users on delete cascade,
    primary key (follower_id, followed_id)
) strict, without rowid;

create table articles (
    article_id integer primary key autoincrement,
    author_id integer not null references users on delete cascade,
    slug text not null unique,
    title text not null,
    description text not null,
    body text not null,
    created_at text not null,
    updated_at text not null
) strict;

create index articles_author on articles (author_id);

create table article_tags (
    article_id integer not null references articles on delete cascade,
    tag text not null,
    primary key (article_id, tag)
) strict, without rowid;

create index article_tags_tag on article_tags (tag);

create table favorites (
    article_id integer not null references articles on delete cascade,
    user_id integer not null references users on delete cascade,
    primary key (article_id, user_id)
) strict, without rowid;

create index favorites_user on favorites (user_id);

create table comments (
    comment_id integer primary key autoincrement,
    article_id integer not null references articles on delete cascade,
    author_id integer not null references users on delete cascade,
    body text not null,
    created_at text not null,
    updated_at text not null
) strict;

create index comments_article on comments (article_id);
