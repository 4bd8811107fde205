-- Secrets that are replaced: docs/decisions/0034-replaced-secrets.md. The order of the audit log:
-- docs/decisions/0035-revocation-stream.md.

-- DropIndex
DROP INDEX "ApiTokenSecret_tokenId_keyFingerprint_key";

-- AlterTable
ALTER TABLE "Activity" ADD COLUMN     "sequence" BIGINT;

-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN     "previousEndsAt" TIMESTAMP(3),
ADD COLUMN     "previousUsedAt" TIMESTAMP(3),
ADD COLUMN     "previousUsedBy" TEXT,
ADD COLUMN     "secretGeneration" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "ApiTokenSecret" ADD COLUMN     "generation" INTEGER NOT NULL DEFAULT 1;

-- CreateIndex
CREATE UNIQUE INDEX "ApiTokenSecret_tokenId_keyFingerprint_generation_key" ON "ApiTokenSecret"("tokenId", "keyFingerprint", "generation");

-- A secret that has a row left, such as under the other master key at the end of a rotation, is still
-- accepted: nothing is announced.
CREATE OR REPLACE FUNCTION "jeton_revoked"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    next BIGINT;
    subject TEXT;
    announced TEXT;
    everybody TEXT := concat_ws(' ', pg_current_xact_id(), '*', TG_TABLE_SCHEMA);
BEGIN
    IF current_setting('jeton.announced', TRUE) = everybody THEN
        RETURN NULL;
    END IF;
    IF TG_NARGS = 0 THEN
        EXECUTE format('UPDATE %I."Coherence" SET "sequence" = "sequence" + 1, "rulesVersion" = gen_random_uuid() RETURNING "sequence"', TG_TABLE_SCHEMA) INTO next;
        PERFORM pg_notify('jeton_revoked', concat_ws(' ', next, '', TG_TABLE_SCHEMA));
        PERFORM set_config('jeton.announced', everybody, TRUE);
        RETURN NULL;
    END IF;
    subject := coalesce(to_jsonb(OLD), to_jsonb(NEW)) ->> TG_ARGV[0];
    IF TG_ARGV[0] = 'tokenId' THEN
        EXECUTE format('SELECT t."userId" FROM %1$I."ApiToken" t WHERE t."id" = $1 AND ($2 OR NOT EXISTS (SELECT FROM %1$I."ApiTokenSecret" WHERE "tokenId" = $1 AND "generation" = $3))', TG_TABLE_SCHEMA) INTO subject USING subject, TG_TABLE_NAME <> 'ApiTokenSecret', (to_jsonb(OLD) ->> 'generation')::INTEGER;
        IF subject IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    announced := concat_ws(' ', pg_current_xact_id(), subject, TG_TABLE_SCHEMA);
    IF current_setting('jeton.announced', TRUE) = announced THEN
        RETURN NULL;
    END IF;
    EXECUTE format('UPDATE %I."Coherence" SET "sequence" = "sequence" + 1 RETURNING "sequence"', TG_TABLE_SCHEMA) INTO next;
    PERFORM pg_notify('jeton_revoked', concat_ws(' ', next, subject, TG_TABLE_SCHEMA));
    PERFORM set_config('jeton.announced', announced, TRUE);
    RETURN NULL;
END
$$;

-- A replaced secret is revoked, or gets an end.
DROP TRIGGER "ApiToken_revoked" ON "ApiToken";
CREATE CONSTRAINT TRIGGER "ApiToken_revoked"
    AFTER DELETE OR UPDATE OF "id", "userId", "name", "hasServiceList", "secretGeneration", "previousEndsAt" ON "ApiToken"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"('userId');

DROP TRIGGER "ApiTokenSecret_changed" ON "ApiTokenSecret";
CREATE CONSTRAINT TRIGGER "ApiTokenSecret_changed"
    AFTER UPDATE OF "digest", "tokenId", "generation" ON "ApiTokenSecret"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"();

-- The rows that are there get their numbers, and the trigger lets a row get its number once.
DROP TRIGGER "Activity_unchanged" ON "Activity";
UPDATE "Activity" SET "sequence" = numbered."number"
FROM (SELECT "id", row_number() OVER (ORDER BY "at", "id") AS "number" FROM "Activity") AS numbered
WHERE "Activity"."id" = numbered."id";

-- CreateIndex
CREATE UNIQUE INDEX "Activity_sequence_key" ON "Activity"("sequence");

-- A move brings the numbers of its rows. Programs read them as doubles.
ALTER TABLE "Activity" ADD CONSTRAINT "Activity_sequence_check" CHECK ("sequence" BETWEEN 1 AND 9007199254740991);

CREATE TRIGGER "Activity_unchanged" BEFORE UPDATE ON "Activity"
    FOR EACH ROW WHEN (NOT (
        (
            OLD."sequence" IS NULL AND NEW."sequence" IS NOT NULL
            AND to_jsonb(NEW) - 'sequence' = to_jsonb(OLD) - 'sequence'
        ) OR (
            (NEW."id", NEW."at", NEW."action", NEW."credential") = (OLD."id", OLD."at", OLD."action", OLD."credential")
            AND NEW."sequence" IS NOT DISTINCT FROM OLD."sequence"
            AND (NEW."detail" = OLD."detail" OR (
                NEW."email" <> OLD."email"
                AND NEW."detail" = OLD."detail" - ARRAY['browser', 'system', 'token_name', 'passkey_name']
            ))
            AND NEW."userId" IS NOT DISTINCT FROM OLD."userId"
            AND NEW."actorId" IS NOT DISTINCT FROM OLD."actorId"
            AND NEW."sessionId" IS NOT DISTINCT FROM OLD."sessionId"
            AND (NEW."email" = OLD."email" OR (NEW."email" LIKE 'erased-%' AND position('@' IN NEW."email") = 0))
            AND (NEW."actorEmail" IS NOT DISTINCT FROM OLD."actorEmail" OR (NEW."actorEmail" LIKE 'erased-%' AND position('@' IN NEW."actorEmail") = 0))
            AND (NEW."email" <> OLD."email" OR NEW."actorEmail" IS DISTINCT FROM OLD."actorEmail")
            AND NEW."address" = '' AND NEW."userAgent" = ''
        )
    ))
    EXECUTE FUNCTION "jeton_activity_refuses"('A row of Activity is not changed');

-- The lock is held until the commit, so that the numbers are in the order of the commits: who has
-- seen a number has seen every lower one. It is taken at the end of the transaction, after all others.
CREATE FUNCTION "jeton_number_activity"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SELECT FROM %I."Coherence" FOR NO KEY UPDATE', TG_TABLE_SCHEMA);
    EXECUTE format('UPDATE %1$I."Activity" SET "sequence" = (SELECT coalesce(max("sequence"), 0) + 1 FROM %1$I."Activity") WHERE "id" = $1', TG_TABLE_SCHEMA) USING NEW."id";
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER "Activity_numbered" AFTER INSERT ON "Activity"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."sequence" IS NULL)
    EXECUTE FUNCTION "jeton_number_activity"();

-- Also for somebody who has turned triggers off, to restore or repair something.
ALTER TABLE "ApiToken" ENABLE ALWAYS TRIGGER "ApiToken_revoked";
ALTER TABLE "ApiTokenSecret" ENABLE ALWAYS TRIGGER "ApiTokenSecret_changed";
ALTER TABLE "Activity" ENABLE ALWAYS TRIGGER "Activity_unchanged";
ALTER TABLE "Activity" ENABLE ALWAYS TRIGGER "Activity_numbered";
