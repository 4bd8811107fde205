-- People: roles, machines, states, groups, identity providers, second factors:
-- docs/decisions/0029-people.md.

-- AlterTable
ALTER TABLE "Activity" ADD COLUMN "actorEmail" TEXT;
ALTER TABLE "Activity" ADD COLUMN "actorId" TEXT;

-- CreateTable
CREATE TABLE "Group" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "GroupMember" (
    "userId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "source" TEXT NOT NULL,

    PRIMARY KEY ("userId", "groupId", "source"),
    CONSTRAINT "GroupMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "GroupMember_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Identity" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "connectedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Identity_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OneTimeToken" (
    "digest" TEXT NOT NULL PRIMARY KEY,
    "purpose" TEXT NOT NULL,
    "userId" TEXT,
    "createdBy" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" DATETIME NOT NULL,
    CONSTRAINT "OneTimeToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AuthenticatorApp" (
    "userId" TEXT NOT NULL PRIMARY KEY,
    "sealed" TEXT NOT NULL,
    "keyFingerprint" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmedAt" DATETIME,
    "lastStep" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "AuthenticatorApp_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "AuthenticatorApp_keyFingerprint_fkey" FOREIGN KEY ("keyFingerprint") REFERENCES "Secret" ("fingerprint") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RecoveryCode" (
    "digest" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "RecoveryCode_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Passkey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "publicKey" BLOB NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" DATETIME,
    CONSTRAINT "Passkey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Columns are added one by one: a table that is written anew loses its triggers.
ALTER TABLE "User" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'person';
ALTER TABLE "User" ADD COLUMN "role" TEXT NOT NULL DEFAULT 'member';
ALTER TABLE "User" ADD COLUMN "invitedAt" DATETIME;
ALTER TABLE "User" ADD COLUMN "disabledAt" DATETIME;
ALTER TABLE "User" ADD COLUMN "signedInAt" DATETIME;
ALTER TABLE "User" ADD COLUMN "secondFactorResetAt" DATETIME;
ALTER TABLE "Session" ADD COLUMN "confirmedAt" DATETIME;
ALTER TABLE "Session" ADD COLUMN "identityId" TEXT CONSTRAINT "Session_identityId_fkey" REFERENCES "Identity" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Session" ADD COLUMN "providerSessionId" TEXT;

-- When users of an earlier version last signed in: by their sessions, and by the audit log.
UPDATE "User" SET "signedInAt" = (
    SELECT max("at") FROM (
        SELECT "createdAt" AS "at" FROM "Session" WHERE "userId" = "User"."id"
        UNION ALL
        SELECT "at" FROM "Activity" WHERE "userId" = "User"."id" AND "action" IN ('signed_up', 'signed_in') AND "sessionId" IS NOT NULL
    ) AS "signedIn"
);
UPDATE "User" SET "role" = 'owner' WHERE "id" = (SELECT "ownerId" FROM "Installation");

-- "Installation" has no triggers.
CREATE TABLE "new_Installation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "secretFingerprint" TEXT NOT NULL,
    "claimedAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO "new_Installation" ("claimedAt", "createdAt", "id", "secretFingerprint") SELECT "claimedAt", "createdAt", "id", "secretFingerprint" FROM "Installation";
DROP TABLE "Installation";
ALTER TABLE "new_Installation" RENAME TO "Installation";

-- CreateIndex
CREATE INDEX "User_role_idx" ON "User"("role");

-- CreateIndex
CREATE INDEX "Session_identityId_idx" ON "Session"("identityId");

-- CreateIndex
CREATE UNIQUE INDEX "Group_key_key" ON "Group"("key");

-- CreateIndex
CREATE INDEX "GroupMember_groupId_idx" ON "GroupMember"("groupId");

-- CreateIndex
CREATE INDEX "Identity_userId_idx" ON "Identity"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Identity_issuer_subject_key" ON "Identity"("issuer", "subject");

-- CreateIndex
CREATE INDEX "OneTimeToken_userId_purpose_idx" ON "OneTimeToken"("userId", "purpose");

-- CreateIndex
CREATE INDEX "OneTimeToken_expiresAt_idx" ON "OneTimeToken"("expiresAt");

-- CreateIndex
CREATE INDEX "RecoveryCode_userId_idx" ON "RecoveryCode"("userId");

-- CreateIndex
CREATE INDEX "Passkey_userId_idx" ON "Passkey"("userId");

-- Disabling a user is a revocation.
DROP TRIGGER "User_changed";
CREATE TRIGGER "User_changed"
BEFORE UPDATE OF "id", "email", "displayName", "disabledAt", rowid, oid, _rowid_ ON "User"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

-- One owner who can sign in is left, once there was one.
CREATE TRIGGER "User_last_owner_changed" BEFORE UPDATE OF "role", "disabledAt", "invitedAt" ON "User"
WHEN OLD."role" = 'owner' AND OLD."disabledAt" IS NULL AND OLD."invitedAt" IS NULL
    AND (NEW."role" <> 'owner' OR NEW."disabledAt" IS NOT NULL OR NEW."invitedAt" IS NOT NULL)
    AND NOT EXISTS (
        SELECT 1 FROM "User"
        WHERE "role" = 'owner' AND "disabledAt" IS NULL AND "invitedAt" IS NULL AND "id" <> OLD."id"
    )
BEGIN
    SELECT RAISE(ABORT, 'last_owner');
END;

CREATE TRIGGER "User_last_owner_deleted" BEFORE DELETE ON "User"
WHEN OLD."role" = 'owner' AND OLD."disabledAt" IS NULL AND OLD."invitedAt" IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM "User"
        WHERE "role" = 'owner' AND "disabledAt" IS NULL AND "invitedAt" IS NULL AND "id" <> OLD."id"
    )
BEGIN
    SELECT RAISE(ABORT, 'last_owner');
END;

-- A row of the audit log changes in one way: an erased person's address is replaced by a pseudonym,
-- and the address and the browser of the request are removed. Its details lose what names something
-- of the person's, at the same time.
DROP TRIGGER "Activity_unchanged";
CREATE TRIGGER "Activity_unchanged" BEFORE UPDATE ON "Activity"
WHEN NOT (
    NEW.rowid IS OLD.rowid AND NEW."id" IS OLD."id" AND NEW."at" IS OLD."at"
    AND NEW."userId" IS OLD."userId" AND NEW."actorId" IS OLD."actorId"
    AND NEW."action" IS OLD."action" AND NEW."credential" IS OLD."credential"
    AND NEW."sessionId" IS OLD."sessionId"
    AND (NEW."detail" IS OLD."detail" OR (
        NEW."email" IS NOT OLD."email"
        AND NEW."detail" IS json_remove(OLD."detail", '$.browser', '$.system', '$.token_name', '$.passkey_name')
    ))
    AND (NEW."email" IS OLD."email" OR (NEW."email" GLOB 'erased-*' AND instr(NEW."email", '@') = 0))
    AND (NEW."actorEmail" IS OLD."actorEmail" OR (NEW."actorEmail" GLOB 'erased-*' AND instr(NEW."actorEmail", '@') = 0))
    AND (NEW."email" IS NOT OLD."email" OR NEW."actorEmail" IS NOT OLD."actorEmail")
    AND NEW."address" = '' AND NEW."userAgent" = ''
)
BEGIN
    SELECT RAISE(ABORT, 'A row of Activity is not changed');
END;
