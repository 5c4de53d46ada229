-- As one over very many rows.
select pg_sleep(2);
