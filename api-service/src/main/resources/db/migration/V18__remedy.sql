-- After what an account in trouble is tried again; null where that ends by itself, or where it has none.
alter table account add column remedy text;
-- How often its owner has asked for that: workers know by it which try a trouble was found by.
alter table account add column checks int not null default 0;
