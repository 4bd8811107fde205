-- The secret of a token is a row for each master key that it is stored under:
-- docs/decisions/0021-rotation.md.

-- CreateTable
CREATE TABLE "ApiTokenSecret" (
    "digest" TEXT NOT NULL,
    "tokenId" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "keyFingerprint" TEXT NOT NULL,

    CONSTRAINT "ApiTokenSecret_pkey" PRIMARY KEY ("digest")
);

-- A token that an instance of the previous version stores meanwhile is not left out.
LOCK TABLE "ApiToken" IN ACCESS EXCLUSIVE MODE;

-- A token of an earlier version names no master key: it is stored under that of the installation.
INSERT INTO "Secret" SELECT "secretFingerprint" FROM "Installation" ON CONFLICT DO NOTHING;
INSERT INTO "ApiTokenSecret" ("digest", "tokenId", "sealed", "keyFingerprint")
SELECT "digest", "id", "sealed", coalesce("secretFingerprint", (SELECT "secretFingerprint" FROM "Installation"))
FROM "ApiToken";

-- CreateIndex
CREATE UNIQUE INDEX "ApiTokenSecret_tokenId_keyFingerprint_key" ON "ApiTokenSecret"("tokenId", "keyFingerprint");

-- AddForeignKey
ALTER TABLE "ApiTokenSecret" ADD CONSTRAINT "ApiTokenSecret_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "ApiToken"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiTokenSecret" ADD CONSTRAINT "ApiTokenSecret_keyFingerprint_fkey" FOREIGN KEY ("keyFingerprint") REFERENCES "Secret"("fingerprint") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The trigger names the digest.
DROP TRIGGER "ApiToken_revoked" ON "ApiToken";
ALTER TABLE "ApiToken" DROP COLUMN "digest", DROP COLUMN "sealed", DROP COLUMN "secretFingerprint";

-- A token whose secret has a row left, such as under the other master key at the end of a rotation,
-- is still accepted: nothing is announced. If the token itself was deleted, its own trigger
-- announces that.
CREATE OR REPLACE FUNCTION "jeton_revoked"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    next BIGINT;
    subject TEXT;
    announced TEXT;
BEGIN
    IF TG_NARGS > 0 THEN
        subject := to_jsonb(OLD) ->> TG_ARGV[0];
        IF TG_ARGV[0] = 'tokenId' THEN
            EXECUTE format('SELECT t."userId" FROM %1$I."ApiToken" t WHERE t."id" = $1 AND NOT EXISTS (SELECT FROM %1$I."ApiTokenSecret" WHERE "tokenId" = $1)', TG_TABLE_SCHEMA) INTO subject USING subject;
            IF subject IS NULL THEN
                RETURN NULL;
            END IF;
        END IF;
        announced := concat_ws(' ', pg_current_xact_id(), subject, TG_TABLE_SCHEMA);
        IF current_setting('jeton.announced', TRUE) = announced THEN
            RETURN NULL;
        END IF;
    END IF;
    EXECUTE format('UPDATE %I."Coherence" SET "sequence" = "sequence" + 1 RETURNING "sequence"', TG_TABLE_SCHEMA) INTO next;
    PERFORM pg_notify('jeton_revoked', concat_ws(' ', next, coalesce(subject, ''), TG_TABLE_SCHEMA));
    PERFORM set_config('jeton.announced', coalesce(announced, ''), TRUE);
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER "ApiToken_revoked"
    AFTER DELETE OR UPDATE OF "id", "userId", "name" ON "ApiToken"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"('userId');

CREATE CONSTRAINT TRIGGER "ApiTokenSecret_revoked"
    AFTER DELETE ON "ApiTokenSecret"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"('tokenId');

-- Whose secret it was before cannot be told once both rows have changed: everybody is meant.
CREATE CONSTRAINT TRIGGER "ApiTokenSecret_changed"
    AFTER UPDATE OF "digest", "tokenId" ON "ApiTokenSecret"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"();

CREATE TRIGGER "ApiTokenSecret_emptied" AFTER TRUNCATE ON "ApiTokenSecret" EXECUTE FUNCTION "jeton_revoked"();

-- Also for somebody who has turned triggers off, to restore or repair something.
ALTER TABLE "ApiToken" ENABLE ALWAYS TRIGGER "ApiToken_revoked";
ALTER TABLE "ApiTokenSecret" ENABLE ALWAYS TRIGGER "ApiTokenSecret_revoked";
ALTER TABLE "ApiTokenSecret" ENABLE ALWAYS TRIGGER "ApiTokenSecret_changed";
ALTER TABLE "ApiTokenSecret" ENABLE ALWAYS TRIGGER "ApiTokenSecret_emptied";

-- Unused since the version before: docs/decisions/0014-idempotency.md.
DROP TABLE "IdempotencyKey";
