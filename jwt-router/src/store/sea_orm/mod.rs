//! The store for the models of sea-orm.

mod fault;

use std::fmt;

use sea_orm::{
    ColumnTrait as _, DatabaseConnection, DbBackend, DbErr, EntityName as _, EntityTrait,
    FromQueryResult, IdenStatic as _, Iterable as _, ModelTrait, PrimaryKeyToColumn,
    QueryFilter as _, QuerySelect as _, Select, Value,
};

use self::fault::{Reason, SeaOrmFault, is_of_value};
use crate::{
    entity::{Entity, EntityField, EntityStore, FindBy, StoreError},
    store::exact::{Choice, ROW_LIMIT},
};

/// The columns of a model's table.
type Column<E> = <<E as ModelTrait>::Entity as EntityTrait>::Column;

/// A store that loads the models of sea-orm 2 by their key.
///
/// A `Model` has the attribute [`#[entity(..)]`](macro@crate::entity) beside those of sea-orm. The names in both are
/// compared by [`JwtRoutesBuilder::build`](crate::JwtRoutesBuilder::build): the table is the one of sea-orm, with or
/// without its schema, and the key is the primary key or a `unique` column. The key is named as in the model, also if
/// `column_name = ".."` gives its column another name.
///
/// The program enables the database and TLS by features of sea-orm, such as `sqlx-postgres` and
/// `runtime-tokio-rustls`. Several rows that the database takes for equal, and failures, are handled as by
/// `SqlxStore`; but a query is not repeated, since sea-orm's pools test a connection before they lend it.
///
/// # Examples
///
/// ```no_run
/// use jwt_router::{JwtRoutes, SeaOrmStore, entity};
/// use sea_orm::entity::prelude::*;
///
/// #[entity(table = "users", key = "user_id")]
/// #[derive(Clone, Debug, DeriveEntityModel)]
/// #[sea_orm(table_name = "users")]
/// pub struct Model {
///     #[sea_orm(primary_key)]
///     pub user_id: i64,
///     pub name: String,
/// }
/// # #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
/// # pub enum Relation {}
/// # impl ActiveModelBehavior for ActiveModel {}
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let db = sea_orm::Database::connect("postgres://localhost/app").await?;
/// let users = SeaOrmStore::new(db).check().await?;
/// let jwt = JwtRoutes::from_env()?.entity::<Model>(users).build()?;
/// # Ok(())
/// # }
/// ```
pub struct SeaOrmStore<E: ModelTrait> {
    db: DatabaseConnection,
    select: Select<E::Entity>,
}

impl<E> SeaOrmStore<E>
where
    E: Entity + FromQueryResult + ModelTrait,
    E::Entity: EntityTrait<Model = E>,
{
    /// Creates a store that loads models from the database.
    #[must_use]
    pub fn new(db: DatabaseConnection) -> Self {
        Self {
            db,
            select: E::Entity::find(),
        }
    }

    /// Loads models from the rows of this query instead of all rows of the table, for example to leave out deleted rows
    /// with a filter or a join.
    ///
    /// The store adds the condition that the key's column is equal to the key.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use jwt_router::{JwtRoutes, SeaOrmStore, entity};
    /// # use sea_orm::{QueryFilter, entity::prelude::*};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone, Debug, DeriveEntityModel)]
    /// # #[sea_orm(table_name = "users")]
    /// # pub struct Model { #[sea_orm(primary_key)] pub id: i64, pub deleted_at: Option<String> }
    /// # #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    /// # pub enum Relation {}
    /// # impl ActiveModelBehavior for ActiveModel {}
    /// # async fn run(db: DatabaseConnection) -> Result<(), Box<dyn std::error::Error>> {
    /// let present = Entity::find().filter(Column::DeletedAt.is_null());
    /// let users = SeaOrmStore::new(db).select(present);
    /// let jwt = JwtRoutes::from_env()?.entity::<Model>(users).build()?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn select(self, select: Select<E::Entity>) -> Self {
        Self { select, ..self }
    }

    /// Checks that the database's table fits the model by reading one row, and returns the store if it does.
    ///
    /// # Errors
    ///
    /// Returns an error if the database does not respond, or if the table and the model do not fit.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use jwt_router::{JwtRoutes, SeaOrmStore, entity};
    /// # use sea_orm::{QueryFilter, entity::prelude::*};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone, Debug, DeriveEntityModel)]
    /// # #[sea_orm(table_name = "users")]
    /// # pub struct Model { #[sea_orm(primary_key)] pub id: i64, pub deleted_at: Option<String> }
    /// # #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    /// # pub enum Relation {}
    /// # impl ActiveModelBehavior for ActiveModel {}
    /// # async fn run(db: DatabaseConnection) -> Result<(), Box<dyn std::error::Error>> {
    /// let users = SeaOrmStore::new(db).check().await?;
    /// let jwt = JwtRoutes::from_env()?.entity::<Model>(users).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn check(self) -> Result<Self, StoreError> {
        if let Some(problem) = Self::unlike_metadata().into_iter().next() {
            return Err(Self::fault(Reason::Configuration(problem)));
        }
        self.read_any().await.map_err(Self::fault)?;
        Ok(self)
    }

    /// Returns the differences between `#[entity(..)]` and the metadata of sea-orm, as messages.
    fn unlike_metadata() -> Vec<String> {
        let mut problems = Vec::new();
        let table = E::Entity::default();
        let name = table.table_name();
        let full_name = table.schema_name().map(|schema| format!("{schema}.{name}"));
        if E::TABLE != name && Some(E::TABLE) != full_name.as_deref() {
            problems.push(format!(
                "its model is of sea-orm's table `{name}`: write `table = \"{name}\"` in `#[entity(..)]`"
            ));
        }
        let primary: Vec<Column<E>> = <E::Entity as EntityTrait>::PrimaryKey::iter()
            .map(PrimaryKeyToColumn::into_column)
            .collect();
        let advice = match primary.as_slice() {
            [column] => format!("write `key = \"{}\"` in `#[entity(..)]`", field(column)),
            _ => "write a column that is `#[sea_orm(unique)]`".to_owned(),
        };
        match Self::column(E::KEY) {
            None => problems.push(format!("its model has no column `{}`: {advice}", E::KEY)),
            Some(column) => {
                let is_primary = matches!(
                    primary.as_slice(),
                    [primary] if primary.as_str() == column.as_str()
                );
                if !is_primary && !column.def().is_unique() {
                    problems.push(format!(
                        "the column `{}` is neither the primary key nor `unique`, so that two rows could have one key: {advice}",
                        E::KEY
                    ));
                }
            }
        }
        problems
    }

    /// Returns the column with this name in the model or in the database.
    ///
    /// If the names of two columns cross, this may be the other one. No entity is mistaken for another one even then,
    /// because the value of a loaded row is compared in the model.
    fn column(name: &str) -> Option<Column<E>> {
        name.parse().ok()
    }

    /// Returns the row for which `is_exact` is `true`, among the rows whose column the database finds equal to the
    /// value.
    async fn row(
        &self,
        column: &str,
        value: Value,
        is_exact: impl Fn(&E) -> bool,
    ) -> Result<Option<E>, Reason> {
        let column = Self::column(column)
            .ok_or_else(|| Reason::Configuration(format!("the model has no column `{column}`")))?;
        if self.is_impossible(&value) {
            return Ok(None);
        }
        let equal = self.select.clone().filter(column.eq(value));
        let rows = match equal.limit(u64::from(ROW_LIMIT)).all(&self.db).await {
            Ok(rows) => rows,
            Err(error) if is_of_value(&error, self.db.get_database_backend()) => {
                // The error means that no row has the value only if the database still reads the table. In a box, because
                // the future of every query would have room for this one.
                Box::pin(self.read_any()).await?;
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let mut choice = Choice::new();
        for row in rows {
            let is_exact = is_exact(&row);
            choice.add(row, is_exact);
        }
        Ok(choice.chosen()?)
    }

    /// Reads one row of the query.
    async fn read_any(&self) -> Result<(), DbErr> {
        let any = self.select.clone().limit(1);
        any.all(&self.db).await?;
        Ok(())
    }

    /// Returns whether no text in the database can equal the value, since a text in PostgreSQL has no zero byte.
    fn is_impossible(&self, value: &Value) -> bool {
        let Value::String(Some(text)) = value else {
            return false;
        };
        text.contains('\0') && self.db.get_database_backend() == DbBackend::Postgres
    }

    fn fault(reason: impl Into<Reason>) -> StoreError {
        StoreError::new(SeaOrmFault {
            table: E::TABLE,
            reason: reason.into(),
        })
    }
}

/// Returns the name of a column's field. The variants of columns are named like the fields, in camel case.
fn field(column: &impl fmt::Debug) -> String {
    let mut name = String::new();
    for letter in format!("{column:?}").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

impl<E> EntityStore<E> for SeaOrmStore<E>
where
    E: Entity + FromQueryResult + ModelTrait,
    E::Entity: EntityTrait<Model = E>,
    E::Key: Into<Value>,
{
    async fn load(&self, key: &E::Key) -> Result<Option<E>, StoreError> {
        let is_exact = |entity: &E| entity.key() == key;
        let row = self.row(E::KEY, key.clone().into(), is_exact).await;
        row.map_err(Self::fault)
    }

    fn problems(&self) -> Vec<String> {
        Self::unlike_metadata()
    }
}

impl<E> FindBy<E> for SeaOrmStore<E>
where
    E: Entity + FromQueryResult + ModelTrait,
    E::Entity: EntityTrait<Model = E>,
{
    async fn find_by(&self, field: &EntityField<E>, value: &str) -> Result<Option<E>, StoreError> {
        let is_exact = |entity: &E| field.value(entity) == value;
        let row = self.row(field.name(), value.into(), is_exact).await;
        row.map_err(Self::fault)
    }
}

impl<E: ModelTrait> Clone for SeaOrmStore<E> {
    fn clone(&self) -> Self {
        Self {
            db: self.db.clone(),
            select: self.select.clone(),
        }
    }
}

impl<E: Entity + ModelTrait> fmt::Debug for SeaOrmStore<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeaOrmStore")
            .field("table", &E::TABLE)
            .finish_non_exhaustive()
    }
}
