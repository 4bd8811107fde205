-- The secret of a token is a row for each master key that it is stored under:
-- docs/decisions/0021-rotation.md.

-- CreateTable
CREATE TABLE "ApiTokenSecret" (
    "digest" TEXT NOT NULL PRIMARY KEY,
    "tokenId" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "keyFingerprint" TEXT NOT NULL,
    CONSTRAINT "ApiTokenSecret_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "ApiToken" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ApiTokenSecret_keyFingerprint_fkey" FOREIGN KEY ("keyFingerprint") REFERENCES "Secret" ("fingerprint") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- A token of an earlier version names no master key: it is stored under that of the installation.
INSERT INTO "Secret" SELECT "secretFingerprint" FROM "Installation" WHERE TRUE ON CONFLICT DO NOTHING;
INSERT INTO "ApiTokenSecret" ("digest", "tokenId", "sealed", "keyFingerprint")
SELECT "digest", "id", "sealed", coalesce("secretFingerprint", (SELECT "secretFingerprint" FROM "Installation"))
FROM "ApiToken";

-- CreateIndex
CREATE UNIQUE INDEX "ApiTokenSecret_tokenId_keyFingerprint_key" ON "ApiTokenSecret"("tokenId", "keyFingerprint");

-- The columns are dropped one by one: a table that is written anew loses its triggers. These two
-- name the digest.
DROP TRIGGER "ApiToken_changed";
DROP TRIGGER "ApiToken_replaced";
DROP INDEX "ApiToken_digest_key";
ALTER TABLE "ApiToken" DROP COLUMN "digest";
ALTER TABLE "ApiToken" DROP COLUMN "sealed";
ALTER TABLE "ApiToken" DROP COLUMN "secretFingerprint";

CREATE TRIGGER "ApiToken_changed" BEFORE UPDATE OF "id", "userId", "name", rowid, oid, _rowid_ ON "ApiToken"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "ApiToken_replaced" BEFORE INSERT ON "ApiToken"
WHEN EXISTS (
    SELECT 1 FROM "ApiToken" WHERE "id" = NEW."id" OR "userId" = NEW."userId" OR rowid = NEW.rowid
)
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "ApiTokenSecret_revoked" AFTER DELETE ON "ApiTokenSecret"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "ApiTokenSecret_changed"
BEFORE UPDATE OF "digest", "tokenId", "keyFingerprint", rowid, oid, _rowid_ ON "ApiTokenSecret"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "ApiTokenSecret_replaced" BEFORE INSERT ON "ApiTokenSecret"
WHEN EXISTS (
    SELECT 1 FROM "ApiTokenSecret"
    WHERE "digest" = NEW."digest"
        OR ("tokenId" = NEW."tokenId" AND "keyFingerprint" = NEW."keyFingerprint")
        OR rowid = NEW.rowid
)
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

-- Unused since the version before: docs/decisions/0014-idempotency.md.
DROP TABLE "IdempotencyKey";
