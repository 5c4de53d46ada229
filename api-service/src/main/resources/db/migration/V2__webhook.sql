-- Webhooks: who wants to be told what, and each delivery with its attempts.

-- Made at the first need: by the customer, or by a job with a webhook of its own.
create table webhook (
  customer bigint primary key references customer,
  url text,
  events text[] not null default '{DONE,FAIL,CANCELLED}',
  sealed_secret text not null,
  shown boolean not null default false,
  sealed_old_secret text,
  old_secret_until timestamptz
);

-- Written in the transaction that moves the job. The number orders the deliveries of a job: it is
-- taken while the job is locked.
-- own: to the customer's URL, also when that changes; else to the job's.
-- replayed: it had ended before, so it neither waits for earlier ones of its job nor holds up later.
-- lease: whoever attempts it; a lease that was not given back in time is over at due_at.
create table webhook_delivery (
  id uuid primary key,
  number bigint generated always as identity,
  customer bigint not null,
  job uuid,
  event text not null,
  own boolean not null,
  url text not null,
  endpoint text not null,
  body text not null,
  status text not null default 'PENDING',
  replayed boolean not null default false,
  attempts int not null default 0,
  tries int not null default 0,
  created_at timestamptz not null default now(),
  asked_at timestamptz not null default now(),
  gives_up_at timestamptz not null,
  due_at timestamptz not null default now(),
  lease uuid,
  ended_at timestamptz
);
create unique index webhook_delivery_customer on webhook_delivery (customer, number);
create index webhook_delivery_job on webhook_delivery (job, number);
-- The partial ones hold open deliveries alone: what they cost does not depend on how many ever were.
create index webhook_delivery_due on webhook_delivery (customer, endpoint, due_at)
  where status = 'PENDING';
create index webhook_delivery_open on webhook_delivery (job, number) where status = 'PENDING';
create index webhook_delivery_ended on webhook_delivery (ended_at) where ended_at is not null;

-- Begun with the lease: an attempt that a killed instance made is there, too.
create table webhook_attempt (
  delivery uuid not null references webhook_delivery on delete cascade,
  number int not null,
  at timestamptz not null,
  status_code int,
  error text,
  duration_ms bigint,
  primary key (delivery, number)
);
