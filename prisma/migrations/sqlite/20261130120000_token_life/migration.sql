-- Secrets that are replaced: docs/decisions/0034-replaced-secrets.md. The order of the audit log:
-- docs/decisions/0035-revocation-stream.md. No table is written anew, because it would lose its
-- triggers.

-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN "secretGeneration" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "ApiToken" ADD COLUMN "previousEndsAt" DATETIME;
ALTER TABLE "ApiToken" ADD COLUMN "previousUsedAt" DATETIME;
ALTER TABLE "ApiToken" ADD COLUMN "previousUsedBy" TEXT;
ALTER TABLE "ApiTokenSecret" ADD COLUMN "generation" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "Activity" ADD COLUMN "sequence" BIGINT;

DROP INDEX "ApiTokenSecret_tokenId_keyFingerprint_key";
CREATE UNIQUE INDEX "ApiTokenSecret_tokenId_keyFingerprint_generation_key" ON "ApiTokenSecret"("tokenId", "keyFingerprint", "generation");

-- A replaced secret is revoked, or gets an end.
DROP TRIGGER "ApiToken_changed";
CREATE TRIGGER "ApiToken_changed"
BEFORE UPDATE OF "id", "userId", "name", "hasServiceList", "secretGeneration", "previousEndsAt", rowid, oid, _rowid_ ON "ApiToken"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

DROP TRIGGER "ApiTokenSecret_changed";
CREATE TRIGGER "ApiTokenSecret_changed"
BEFORE UPDATE OF "digest", "tokenId", "keyFingerprint", "generation", rowid, oid, _rowid_ ON "ApiTokenSecret"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

DROP TRIGGER "ApiTokenSecret_replaced";
CREATE TRIGGER "ApiTokenSecret_replaced" BEFORE INSERT ON "ApiTokenSecret"
WHEN EXISTS (
    SELECT 1 FROM "ApiTokenSecret"
    WHERE "digest" = NEW."digest"
        OR ("tokenId" = NEW."tokenId" AND "keyFingerprint" = NEW."keyFingerprint" AND "generation" = NEW."generation")
        OR rowid = NEW.rowid
)
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

-- The rows that are there get their numbers, and the trigger lets a row get its number once.
DROP TRIGGER "Activity_unchanged";
UPDATE "Activity" SET "sequence" = numbered."number"
FROM (SELECT "id", row_number() OVER (ORDER BY "at", "id") AS "number" FROM "Activity") AS numbered
WHERE "Activity"."id" = numbered."id";
CREATE UNIQUE INDEX "Activity_sequence_key" ON "Activity"("sequence");

CREATE TRIGGER "Activity_unchanged" BEFORE UPDATE ON "Activity"
WHEN NOT (
    NEW.rowid IS OLD.rowid AND NEW."id" IS OLD."id" AND NEW."at" IS OLD."at"
    AND NEW."userId" IS OLD."userId" AND NEW."actorId" IS OLD."actorId"
    AND NEW."action" IS OLD."action" AND NEW."credential" IS OLD."credential"
    AND NEW."sessionId" IS OLD."sessionId"
    AND ((
        OLD."sequence" IS NULL AND typeof(NEW."sequence") = 'integer'
        AND NEW."sequence" BETWEEN 1 AND 9007199254740991 AND NEW."detail" IS OLD."detail"
        AND NEW."email" IS OLD."email" AND NEW."actorEmail" IS OLD."actorEmail"
        AND NEW."address" IS OLD."address" AND NEW."userAgent" IS OLD."userAgent"
    ) OR (
        NEW."sequence" IS OLD."sequence"
        AND (NEW."detail" IS OLD."detail" OR (
            NEW."email" IS NOT OLD."email"
            AND NEW."detail" IS json_remove(OLD."detail", '$.browser', '$.system', '$.token_name', '$.passkey_name')
        ))
        AND (NEW."email" IS OLD."email" OR (NEW."email" GLOB 'erased-*' AND instr(NEW."email", '@') = 0))
        AND (NEW."actorEmail" IS OLD."actorEmail" OR (NEW."actorEmail" GLOB 'erased-*' AND instr(NEW."actorEmail", '@') = 0))
        AND (NEW."email" IS NOT OLD."email" OR NEW."actorEmail" IS NOT OLD."actorEmail")
        AND NEW."address" = '' AND NEW."userAgent" = ''
    ))
)
BEGIN
    SELECT RAISE(ABORT, 'A row of Activity is not changed');
END;

DROP TRIGGER "Activity_not_replaced";
CREATE TRIGGER "Activity_not_replaced" BEFORE INSERT ON "Activity"
WHEN EXISTS (
    SELECT 1 FROM "Activity"
    WHERE "id" = NEW."id" OR rowid = NEW.rowid OR "sequence" = NEW."sequence"
)
BEGIN
    SELECT RAISE(ABORT, 'A row of Activity is not replaced');
END;

-- A move brings the numbers of its rows. Programs read them as doubles.
CREATE TRIGGER "Activity_number_valid" BEFORE INSERT ON "Activity"
WHEN NEW."sequence" IS NOT NULL
    AND (typeof(NEW."sequence") <> 'integer' OR NEW."sequence" NOT BETWEEN 1 AND 9007199254740991)
BEGIN
    SELECT RAISE(ABORT, 'A number in Activity is an integer from 1 to 2^53 - 1');
END;

CREATE TRIGGER "Activity_numbered" AFTER INSERT ON "Activity" WHEN NEW."sequence" IS NULL
BEGIN
    UPDATE "Activity" SET "sequence" = (SELECT coalesce(max("sequence"), 0) + 1 FROM "Activity")
    WHERE rowid = NEW.rowid;
END;
