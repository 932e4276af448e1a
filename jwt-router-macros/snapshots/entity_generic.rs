struct Row<T>
where
    T: Clone,
{
    id: T,
}
#[automatically_derived]
#[allow(unused_qualifications)]
impl<T> ::jwt_router::Entity for Row<T>
where
    T: Clone,
{
    const TABLE: &'static str = "1";
    const KEY: &'static str = "id";
    type Key = T;
    fn key(&self) -> &Self::Key {
        &self.id
    }
}
#[automatically_derived]
#[allow(unused_qualifications)]
impl<T> ::jwt_router::MintedByKey for Row<T>
where
    T: Clone,
{}
