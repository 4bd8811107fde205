-- Rows of one user that go together, such as all sessions but one, are one revocation with one number: they are committed together. A number
-- for each row took longer than linearly, and everybody else's revocations waited for it.
CREATE OR REPLACE FUNCTION "jeton_revoked"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    next BIGINT;
    subject TEXT;
BEGIN
    IF TG_NARGS > 0 THEN
        subject := to_jsonb(OLD) ->> TG_ARGV[0];
        -- Of this transaction: it is forgotten with it.
        IF current_setting('jeton.announced', TRUE) = subject THEN
            RETURN NULL;
        END IF;
    END IF;
    UPDATE "Coherence" SET "sequence" = "sequence" + 1 RETURNING "sequence" INTO next;
    PERFORM pg_notify('jeton_revoked', concat_ws(' ', next, subject));
    PERFORM set_config('jeton.announced', coalesce(subject, ''), TRUE);
    RETURN NULL;
END
$$;
