-- The languages of the bot are those it is built with, no longer two that are known here.
ALTER TABLE chat_settings ADD COLUMN locale TEXT;
UPDATE chat_settings SET locale = lang;
ALTER TABLE chat_settings DROP COLUMN lang;
ALTER TABLE chat_settings RENAME COLUMN locale TO lang;

ALTER TABLE subscribers ADD COLUMN locale TEXT NOT NULL DEFAULT 'en';
UPDATE subscribers SET locale = lang;
ALTER TABLE subscribers DROP COLUMN lang;
ALTER TABLE subscribers RENAME COLUMN locale TO lang;

-- Of a finished update only its number is needed.
UPDATE inbox SET chat_id = 0 WHERE finished_at_ms IS NOT NULL;
