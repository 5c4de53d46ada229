-- Jobs of an account in a state, in the order of ids: found with words, too, without a look at the jobs' rows.
-- Built beside whatever writes, and so outside a transaction (docs/adr/0014): what a try that failed has left goes first,
-- and whoever writes at that moment is waited for, however long.
select set_config('easel.lock_timeout', current_setting('lock_timeout'), false);
set lock_timeout = 0;
drop index concurrently if exists job_account_state;
create index concurrently job_account_state on job (customer, account, status, id) where account is not null;
select set_config('lock_timeout', current_setting('easel.lock_timeout'), false);
