-- Who changed what: written in the transaction of the change, never with a secret. Without a foreign key, so that a note
-- waits for nobody.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  customer bigint,
  kind text not null,
  subject text not null,
  facts text not null
);
create index audit_customer on audit (customer, id);
create index audit_kind on audit (kind, id);

-- Ended jobs by their end, with what the operator counts: read from the index alone.
create index job_ended on job (finished_at) include (status, reason, id) where finished_at is not null;

-- Instances of the api, each of which beats.
create table api_instance (
  name text primary key,
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now()
);
