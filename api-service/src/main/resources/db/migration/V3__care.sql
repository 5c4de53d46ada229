-- What changed for whom, in the order of commits; and words that prompts must not hold.

-- The number of a customer's last change: taken last in a transaction, so that numbers are in the
-- order of commits, and one that can be read means that all before it are committed.
create table change_counter (
  customer bigint primary key,
  last_change bigint not null default 0
) with (fillfactor = 50);
insert into change_counter (customer) select id from customer;

-- The number of the last change of the job that its customer can see. In no index: progress must
-- not cost index entries.
alter table job add column change bigint not null default 0;

-- The last step of each change has its number.
alter table trace add column customer bigint, add column change bigint;
create unique index trace_change on trace (customer, change) where change is not null;

-- Customer 0 is the operator, whose words hold for all.
create table banned_words (
  customer bigint primary key,
  words text[] not null
);
