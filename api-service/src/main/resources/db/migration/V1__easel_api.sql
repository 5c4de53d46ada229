-- Everything the API must never lose. Other services do not read this schema.

-- The operator's key, where none is configured.
create table operator_key (
  sole boolean primary key default true check (sole),
  hash text not null
);

create table customer (
  id bigint generated always as identity primary key,
  name text not null,
  plan text not null,
  active boolean not null default true,
  created_at timestamptz not null default now()
);

create table api_key (
  public_part text primary key,
  customer bigint not null references customer,
  hash text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index api_key_customer on api_key (customer);

-- The version of the directory: taken last in a transaction, so that versions are in order of commit.
create table directory (
  sole boolean primary key default true check (sole),
  version bigint not null
);
insert into directory (version) values (0);

create sequence account_number;
-- Orders turns of accounts; only compared.
create sequence turn;

-- customer is null for the operator's shared accounts. A row stays when its account is unlinked.
create table account (
  id bigint primary key,
  customer bigint references customer,
  pool text not null,
  discord_user text not null,
  label text not null,
  server text not null,
  channel text not null,
  sealed_user_token text not null,
  sealed_bot_token text,
  midjourney_plan text not null,
  concurrency int not null,
  active boolean not null default true,
  linked boolean not null default true,
  status text not null default 'CONNECTING',
  attention text,
  state_at timestamptz,
  unusable_since timestamptz default now(),
  last_turn bigint not null default 0,
  version bigint not null,
  created_at timestamptz not null default now(),
  usable boolean generated always as (linked and active and status = 'READY') stored
);
create unique index account_linked_once on account (discord_user) where linked;
create index account_pool on account (pool) where linked;
create index account_version on account (version);
create index account_unusable on account (unusable_since) where linked and unusable_since is not null;

create table queue (
  id text primary key,
  customer bigint not null references customer,
  pool text not null,
  of_account bigint references account,
  home bigint references account,
  job_limit int not null,
  paused boolean not null default false,
  declared boolean not null default false,
  last_number bigint not null default 0,
  restored_at timestamptz,
  version bigint not null
);
create index queue_customer on queue (customer);
create index queue_version on queue (version);

create table job (
  id uuid primary key,
  customer bigint not null,
  queue text not null,
  number bigint not null,
  command text not null,
  prompt text,
  ref text,
  webhook text,
  originating uuid,
  pinned bigint,
  account bigint,
  status text not null default 'QUEUED',
  published boolean not null default false,
  claimed boolean not null default false,
  progress int not null default 0,
  preview text,
  sent boolean default false,
  reason text,
  error text,
  picture text,
  original_url text,
  content text,
  midjourney_job text,
  message text,
  buttons text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  sent_at timestamptz,
  finished_at timestamptz,
  published_at timestamptz,
  heard_at timestamptz,
  asked_at timestamptz,
  asks int not null default 0,
  cancel_asked_at timestamptz,
  end_asked_at timestamptz
) with (fillfactor = 80);
create unique index job_number on job (queue, number);
create index job_customer on job (customer, id);
-- The partial ones hold open jobs alone: what they cost does not depend on how many jobs ever were.
create index job_unpublished on job (queue, number) where status = 'QUEUED' and not published;
create index job_waiting on job (queue, number) where status = 'QUEUED';
create index job_running on job (queue, id) where status = 'PROCESSING';
create index job_waiting_account on job (account) where status = 'QUEUED';
create index job_running_account on job (account) where status = 'PROCESSING';
create index job_handed_over on job (id) where claimed and finished_at is null;
create index job_cancel on job (id) where cancel_asked_at is not null and finished_at is null;
-- What was ever handed over, by order: tells a job that was left out in between.
create index job_claimed on job (queue, number) where claimed;
create unique index job_picture on job (picture) where picture is not null;

create table trace (
  id bigint generated always as identity primary key,
  job uuid not null,
  at timestamptz not null,
  step text not null,
  account bigint,
  progress int,
  discord_message text,
  discord_channel text,
  detail text
);
create index trace_job on trace (job, id);

create table idempotency_key (
  customer bigint not null,
  key text not null,
  body text not null,
  job uuid not null,
  created_at timestamptz not null default now(),
  primary key (customer, key)
);
create index idempotency_key_created on idempotency_key (created_at);
