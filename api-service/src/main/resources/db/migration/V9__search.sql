-- What a customer's jobs are found by (docs/adr/0014).

-- The words of a text, the same for what is kept and for what is looked for. What could tie words together is taken
-- for a space first: PostgreSQL would read red/blue as the name of a file, and v6.1 as that of a host.
create function search_words(given text) returns text[]
language sql immutable parallel safe as $words$
  select coalesce(array_agg(left(word, 60)), '{}')
  from unnest(tsvector_to_array(to_tsvector('pg_catalog.simple',
    translate(coalesce(given, ''),
      '!"#%&''()*+,-./:;<=>?@[\]^_`{|}~$“”‘’„«»–—…、。，',
      repeat(' ', 60))))) word
$words$;

-- Each begins with its customer, so that how often others use a word costs nobody anything: w a word of the prompt or
-- of the ref, r the ref as it is, o the operation.
create function job_terms(customer bigint, operation text, prompt text, ref text) returns text[]
language sql immutable parallel safe as $terms$
  select coalesce(array_agg(distinct customer || term), '{}') from (
    select 'w' || word as term from unnest(search_words(concat_ws(' ', prompt, ref))) word
    union all select 'r' || md5(ref) where ref is not null
    union all select 'o' || operation where operation is not null) terms
$terms$;

-- Beside the job, as that is written again with each of its steps, and each time all of its indexes are.
create table job_search (
  customer bigint not null,
  job uuid not null,
  terms text[] not null,
  primary key (customer, job)
);
insert into job_search (customer, job, terms)
select customer, id, job_terms(customer, command::json ->> 'command', prompt, ref) from job order by id;

-- One job has about twenty entries. They wait in a list, which every search reads, until an api puts them in order, each
-- two seconds; were the list ever as long as the limit, whoever accepts a job would.
create index job_search_terms on job_search using gin (terms);

create index job_state on job (customer, status, id);
create index job_account on job (customer, account, id) where account is not null;
create index trace_message on trace (discord_message) where discord_message is not null;

-- Which job was submitted again, as which one last.
create table job_retry (
  job uuid primary key,
  retried uuid not null
);
create index job_retry_retried on job_retry (retried);
