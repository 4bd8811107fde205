-- One random value that changes with every revocation, in place of a log of revocations:
-- docs/decisions/0024-what-a-commit-changed.md.

DROP TRIGGER "ApiToken_revoked";
DROP TRIGGER "ApiToken_changed";
DROP TRIGGER "ApiToken_replaced";
DROP TRIGGER "Session_revoked";
DROP TRIGGER "Session_changed";
DROP TRIGGER "Session_replaced";
DROP TRIGGER "User_revoked";
DROP TRIGGER "User_changed";
DROP TRIGGER "User_replaced";
DROP TABLE "Revocation";

CREATE TABLE "RevocationNonce" (
    "id" INTEGER NOT NULL PRIMARY KEY CHECK ("id" = 1),
    "nonce" BLOB
);

INSERT INTO "RevocationNonce" ("id", "nonce") VALUES (1, randomblob(16));

-- A revocation clears the nonce, and this trigger sets the next one. No other value can be written,
-- so that no earlier nonce comes back, as it would when the tables of a backup are copied.
CREATE TRIGGER "RevocationNonce_renewed" AFTER UPDATE ON "RevocationNonce" WHEN NEW."nonce" IS NULL
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = randomblob(16);
END;

CREATE TRIGGER "RevocationNonce_not_chosen" BEFORE UPDATE ON "RevocationNonce"
WHEN NEW."nonce" IS NOT NULL AND OLD."nonce" IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'The revocation nonce is random');
END;

CREATE TRIGGER "RevocationNonce_kept" BEFORE DELETE ON "RevocationNonce"
BEGIN
    SELECT RAISE(ABORT, 'The revocation nonce is kept');
END;

CREATE TRIGGER "RevocationNonce_not_replaced" BEFORE INSERT ON "RevocationNonce"
BEGIN
    SELECT RAISE(ABORT, 'There is one revocation nonce');
END;

-- REPLACE removes rows without firing a DELETE trigger. The rows that conflict are therefore looked
-- up before an INSERT, by every unique column. An UPDATE of these columns always counts.

CREATE TRIGGER "ApiToken_revoked" AFTER DELETE ON "ApiToken"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "ApiToken_changed" BEFORE UPDATE OF "id", "userId", "name", "digest", rowid, oid, _rowid_ ON "ApiToken"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "ApiToken_replaced" BEFORE INSERT ON "ApiToken"
WHEN EXISTS (
    SELECT 1 FROM "ApiToken"
    WHERE "id" = NEW."id" OR "userId" = NEW."userId" OR "digest" = NEW."digest" OR rowid = NEW.rowid
)
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "Session_revoked" AFTER DELETE ON "Session"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "Session_changed" BEFORE UPDATE OF "id", "userId", "expiresAt", rowid, oid, _rowid_ ON "Session"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "Session_replaced" BEFORE INSERT ON "Session"
WHEN EXISTS (SELECT 1 FROM "Session" WHERE "id" = NEW."id" OR rowid = NEW.rowid)
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "User_revoked" AFTER DELETE ON "User"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "User_changed" BEFORE UPDATE OF "id", "email", "displayName", rowid, oid, _rowid_ ON "User"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "User_replaced" BEFORE INSERT ON "User"
WHEN EXISTS (SELECT 1 FROM "User" WHERE "id" = NEW."id" OR "email" = NEW."email" OR rowid = NEW.rowid)
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;
