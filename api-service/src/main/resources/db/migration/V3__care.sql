-- Words that prompts must not hold.

-- Customer 0 is the operator, whose words hold for all.
create table banned_words (
  customer bigint primary key,
  words text[] not null
);
