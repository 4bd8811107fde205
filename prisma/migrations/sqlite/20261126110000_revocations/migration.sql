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

-- A row that REPLACE takes away fires no trigger of its own: whose it is, is looked up before.

CREATE TRIGGER "ApiToken_revoked" AFTER DELETE ON "ApiToken"
BEGIN
    INSERT INTO "Revocation" ("userId") VALUES (OLD."userId");
END;

CREATE TRIGGER "ApiToken_changed" BEFORE UPDATE OF "id", "userId", "name", "digest" ON "ApiToken"
BEGIN
    INSERT INTO "Revocation" ("userId") SELECT "userId" FROM "ApiToken"
    WHERE "id" IN (OLD."id", NEW."id") OR "userId" = NEW."userId" OR "digest" = NEW."digest";
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

CREATE TRIGGER "Session_changed" BEFORE UPDATE OF "id", "userId", "expiresAt" ON "Session"
BEGIN
    INSERT INTO "Revocation" ("userId") SELECT "userId" FROM "Session" WHERE "id" IN (OLD."id", NEW."id");
END;

CREATE TRIGGER "Session_replaced" BEFORE INSERT ON "Session"
BEGIN
    INSERT INTO "Revocation" ("userId") SELECT "userId" FROM "Session" WHERE "id" = NEW."id" OR rowid = NEW.rowid;
END;

CREATE TRIGGER "User_revoked" AFTER DELETE ON "User"
BEGIN
    INSERT INTO "Revocation" ("userId") VALUES (OLD."id");
END;

CREATE TRIGGER "User_changed" BEFORE UPDATE OF "id", "email", "displayName" ON "User"
BEGIN
    INSERT INTO "Revocation" ("userId") SELECT "id" FROM "User"
    WHERE "id" IN (OLD."id", NEW."id") OR "email" = NEW."email";
END;

CREATE TRIGGER "User_replaced" BEFORE INSERT ON "User"
BEGIN
    INSERT INTO "Revocation" ("userId") SELECT "id" FROM "User"
    WHERE "id" = NEW."id" OR "email" = NEW."email" OR rowid = NEW.rowid;
END;
