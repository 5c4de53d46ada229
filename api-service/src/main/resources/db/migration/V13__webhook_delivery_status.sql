-- What was not delivered is looked for among all that was: by its state, newest first.
-- Built beside whatever writes, and so outside a transaction: what a try that failed has left goes first, and whoever
-- writes at that moment is waited for, however long.
select set_config('easel.lock_timeout', current_setting('lock_timeout'), false);
set lock_timeout = 0;
drop index concurrently if exists webhook_delivery_status;
create index concurrently webhook_delivery_status on webhook_delivery (customer, status, number) where status <> 'DELIVERED';
select set_config('lock_timeout', current_setting('easel.lock_timeout'), false);
