-- The codes that went to a mailbox or a number within the last hour, whoever asked for them: nobody's mailbox is flooded by many people.
CREATE TABLE code_messages (
  -- SHA-256 of the address: who reads this table learns no address.
  address TEXT NOT NULL,
  sent_at TEXT NOT NULL
);

CREATE INDEX code_messages_by_address ON code_messages (address);
CREATE INDEX code_messages_by_time ON code_messages (sent_at);
