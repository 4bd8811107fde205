-- What verification must forget, and of whom: docs/decisions/0024-what-a-commit-changed.md.

-- The newest thousand revocations. Whoever has missed more of them, or finds the last one that it knows of replaced, forgets everything.
CREATE TABLE "Revocation" (
    "sequence" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "userId" TEXT,
    "nonce" BLOB NOT NULL DEFAULT (randomblob(8))
);

-- There is always a last one.
INSERT INTO "Revocation" ("userId") VALUES (NULL);

CREATE TRIGGER "Revocation_pruned" AFTER INSERT ON "Revocation"
BEGIN
    DELETE FROM "Revocation" WHERE "sequence" <= NEW."sequence" - 1000;
END;

-- Nobody takes a revocation back.

CREATE TRIGGER "Revocation_kept" BEFORE DELETE ON "Revocation"
WHEN OLD."sequence" > (SELECT max("sequence") FROM "Revocation") - 1000
BEGIN
    SELECT RAISE(ABORT, 'The newest revocations are kept');
END;

CREATE TRIGGER "Revocation_unchanged" BEFORE UPDATE ON "Revocation"
BEGIN
    SELECT RAISE(ABORT, 'Revocations are never changed');
END;

CREATE TRIGGER "Revocation_not_replaced" BEFORE INSERT ON "Revocation"
WHEN NEW."sequence" > 0 AND NEW."sequence" <= (SELECT max("sequence") FROM "Revocation")
BEGIN
    SELECT RAISE(ABORT, 'Revocations are only added');
END;

-- A row that REPLACE takes away fires no trigger of its own: whose it is, is looked up before, by everything that is unique.

CREATE TRIGGER "ApiToken_revoked" AFTER DELETE ON "ApiToken"
BEGIN
    INSERT INTO "Revocation" ("userId") VALUES (OLD."userId");
END;

CREATE TRIGGER "ApiToken_changed" BEFORE UPDATE OF "id", "userId", "name", "digest", rowid, oid, _rowid_ ON "ApiToken"
BEGIN
    INSERT INTO "Revocation" ("userId") SELECT "userId" FROM "ApiToken"
    WHERE rowid IN (OLD.rowid, NEW.rowid) OR "id" = NEW."id" OR "userId" = NEW."userId" OR "digest" = NEW."digest";
END;

CREATE TRIGGER "ApiToken_replaced" BEFORE INSERT ON "ApiToken"
BEGIN
    INSERT INTO "Revocation" ("userId") SELECT "userId" FROM "ApiToken"
    WHERE "id" = NEW."id" OR "userId" = NEW."userId" OR "digest" = NEW."digest" OR rowid = NEW.rowid;
END;

CREATE TRIGGER "Session_revoked" AFTER DELETE ON "Session"
BEGIN
    INSERT INTO "Revocation" ("userId") VALUES (OLD."userId");
END;

CREATE TRIGGER "Session_changed" BEFORE UPDATE OF "id", "userId", "expiresAt", rowid, oid, _rowid_ ON "Session"
BEGIN
    INSERT INTO "Revocation" ("userId") SELECT "userId" FROM "Session"
    WHERE rowid IN (OLD.rowid, NEW.rowid) OR "id" = NEW."id";
END;

CREATE TRIGGER "Session_replaced" BEFORE INSERT ON "Session"
BEGIN
    INSERT INTO "Revocation" ("userId") SELECT "userId" FROM "Session" WHERE "id" = NEW."id" OR rowid = NEW.rowid;
END;

CREATE TRIGGER "User_revoked" AFTER DELETE ON "User"
BEGIN
    INSERT INTO "Revocation" ("userId") VALUES (OLD."id");
END;

CREATE TRIGGER "User_changed" BEFORE UPDATE OF "id", "email", "displayName", rowid, oid, _rowid_ ON "User"
BEGIN
    INSERT INTO "Revocation" ("userId") SELECT "id" FROM "User"
    WHERE rowid IN (OLD.rowid, NEW.rowid) OR "id" = NEW."id" OR "email" = NEW."email";
END;

CREATE TRIGGER "User_replaced" BEFORE INSERT ON "User"
BEGIN
    INSERT INTO "Revocation" ("userId") SELECT "id" FROM "User"
    WHERE "id" = NEW."id" OR "email" = NEW."email" OR rowid = NEW.rowid;
END;
