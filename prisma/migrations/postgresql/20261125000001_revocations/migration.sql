-- How instances learn at once of what was revoked: docs/decisions/0018-leases.md.

-- One row: the number of the last revocation. A row and not a sequence: it is locked until the revocation is committed, so that
-- numbers are committed in their order, and a revocation that is rolled back leaves no gap.
CREATE TABLE "Coherence" (
    "id" BOOLEAN NOT NULL DEFAULT TRUE,
    "sequence" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "Coherence_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Coherence_one_row" CHECK ("id")
);

INSERT INTO "Coherence" DEFAULT VALUES;

-- Who may answer from memory, and up to which revocation they have forgotten what they must.
CREATE TABLE "Lease" (
    "id" TEXT NOT NULL,
    "renewals" BIGINT NOT NULL DEFAULT 0,
    "acknowledged" BIGINT NOT NULL,
    CONSTRAINT "Lease_pkey" PRIMARY KEY ("id")
);

-- The argument names the column that holds the user's id. Without one, everybody is meant.
CREATE FUNCTION "jeton_revoked"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    next BIGINT;
    subject TEXT;
BEGIN
    IF TG_NARGS > 0 THEN
        subject := to_jsonb(OLD) ->> TG_ARGV[0];
    END IF;
    UPDATE "Coherence" SET "sequence" = "sequence" + 1 RETURNING "sequence" INTO next;
    PERFORM pg_notify('jeton_revoked', concat_ws(' ', next, subject));
    RETURN NULL;
END
$$;

-- Deferred to the commit: whoever holds the lock on the row in "Coherence" waits for no other lock, so that two revocations cannot
-- wait for each other.
CREATE CONSTRAINT TRIGGER "ApiToken_revoked"
    AFTER DELETE OR UPDATE OF "userId", "name", "digest" ON "ApiToken"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"('userId');

-- What has expired needs no word: every process can tell by itself. The day is for clocks that disagree.
CREATE CONSTRAINT TRIGGER "Session_revoked"
    AFTER DELETE ON "Session"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD."expiresAt" > (now() AT TIME ZONE 'UTC') - INTERVAL '1 day')
    EXECUTE FUNCTION "jeton_revoked"('userId');

CREATE CONSTRAINT TRIGGER "Session_changed"
    AFTER UPDATE OF "userId", "expiresAt" ON "Session"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"('userId');

CREATE CONSTRAINT TRIGGER "User_revoked"
    AFTER DELETE ON "User"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"('id');

CREATE CONSTRAINT TRIGGER "User_changed"
    AFTER UPDATE OF "email", "displayName" ON "User"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD."email" <> NEW."email" OR OLD."displayName" <> NEW."displayName")
    EXECUTE FUNCTION "jeton_revoked"('id');

CREATE TRIGGER "ApiToken_emptied" AFTER TRUNCATE ON "ApiToken" EXECUTE FUNCTION "jeton_revoked"();
CREATE TRIGGER "Session_emptied" AFTER TRUNCATE ON "Session" EXECUTE FUNCTION "jeton_revoked"();

-- Also for somebody who has turned triggers off, to restore or repair something.
ALTER TABLE "ApiToken" ENABLE ALWAYS TRIGGER "ApiToken_revoked";
ALTER TABLE "ApiToken" ENABLE ALWAYS TRIGGER "ApiToken_emptied";
ALTER TABLE "Session" ENABLE ALWAYS TRIGGER "Session_revoked";
ALTER TABLE "Session" ENABLE ALWAYS TRIGGER "Session_changed";
ALTER TABLE "Session" ENABLE ALWAYS TRIGGER "Session_emptied";
ALTER TABLE "User" ENABLE ALWAYS TRIGGER "User_revoked";
ALTER TABLE "User" ENABLE ALWAYS TRIGGER "User_changed";
