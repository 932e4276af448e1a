create table users (
    user_id bigint generated always as identity primary key,
    username text not null unique,
    email text not null unique,
    password_hash text not null,
    bio text,
    image text
);

create table follows (
    follower_id bigint not null references users on delete cascade,
    followed_id bigint not null references users on delete cascade,
    primary key (follower_id, followed_id)
);

create table articles (
    article_id bigint generated always as identity primary key,
    author_id bigint not null references users on delete cascade,
    slug text not null unique,
    title text not null,
    description text not null,
    body text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);

create index articles_author on articles (author_id);

create table article_tags (
    article_id bigint not null references articles on delete cascade,
    tag text not null,
    primary key (article_id, tag)
);

create index article_tags_tag on article_tags (tag);

create table favorites (
    article_id bigint not null references articles on delete cascade,
    user_id bigint not null references users on delete cascade,
    primary key (article_id, user_id)
);

create index favorites_user on favorites (user_id);

create table comments (
    comment_id bigint generated always as identity primary key,
    article_id bigint not null references articles on delete cascade,
    author_id bigint not null references users on delete cascade,
    body text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);

create index comments_article on comments (article_id);
