-- People: roles, machines, states, groups, identity providers, second factors:
-- docs/decisions/0029-people.md.

-- AlterTable
ALTER TABLE "Activity" ADD COLUMN     "actorEmail" TEXT,
ADD COLUMN     "actorId" TEXT;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "confirmedAt" TIMESTAMP(3),
ADD COLUMN     "identityId" TEXT,
ADD COLUMN     "providerSessionId" TEXT;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "disabledAt" TIMESTAMP(3),
ADD COLUMN     "invitedAt" TIMESTAMP(3),
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'person',
ADD COLUMN     "role" TEXT NOT NULL DEFAULT 'member',
ADD COLUMN     "secondFactorResetAt" TIMESTAMP(3),
ADD COLUMN     "signedInAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "Group" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GroupMember" (
    "userId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "GroupMember_pkey" PRIMARY KEY ("userId","groupId","source")
);

-- CreateTable
CREATE TABLE "Identity" (
    "id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "connectedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OneTimeToken" (
    "digest" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "userId" TEXT,
    "createdBy" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OneTimeToken_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "AuthenticatorApp" (
    "userId" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "keyFingerprint" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmedAt" TIMESTAMP(3),
    "lastStep" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "AuthenticatorApp_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "RecoveryCode" (
    "digest" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RecoveryCode_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "Passkey" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "Passkey_pkey" PRIMARY KEY ("id")
);

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

-- CreateIndex
CREATE INDEX "Session_identityId_idx" ON "Session"("identityId");

-- CreateIndex
CREATE INDEX "User_role_idx" ON "User"("role");

-- AddForeignKey
ALTER TABLE "GroupMember" ADD CONSTRAINT "GroupMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupMember" ADD CONSTRAINT "GroupMember_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Identity" ADD CONSTRAINT "Identity_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OneTimeToken" ADD CONSTRAINT "OneTimeToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuthenticatorApp" ADD CONSTRAINT "AuthenticatorApp_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuthenticatorApp" ADD CONSTRAINT "AuthenticatorApp_keyFingerprint_fkey" FOREIGN KEY ("keyFingerprint") REFERENCES "Secret"("fingerprint") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecoveryCode" ADD CONSTRAINT "RecoveryCode_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Passkey" ADD CONSTRAINT "Passkey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_identityId_fkey" FOREIGN KEY ("identityId") REFERENCES "Identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- When users of an earlier version last signed in: by their sessions, and by the audit log.
UPDATE "User" SET "signedInAt" = (
    SELECT max("at") FROM (
        SELECT "createdAt" AS "at" FROM "Session" WHERE "userId" = "User"."id"
        UNION ALL
        SELECT "at" FROM "Activity" WHERE "userId" = "User"."id" AND "action" IN ('signed_up', 'signed_in') AND "sessionId" IS NOT NULL
    ) AS "signedIn"
);
UPDATE "User" SET "role" = 'owner' WHERE "id" = (SELECT "ownerId" FROM "Installation");
ALTER TABLE "Installation" DROP COLUMN "ownerId";

-- Disabling a user is a revocation.
DROP TRIGGER "User_changed" ON "User";
CREATE CONSTRAINT TRIGGER "User_changed"
    AFTER UPDATE OF "email", "displayName", "disabledAt" ON "User"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD."email" <> NEW."email" OR OLD."displayName" <> NEW."displayName" OR OLD."disabledAt" IS DISTINCT FROM NEW."disabledAt")
    EXECUTE FUNCTION "jeton_revoked"('id');

-- One owner who can sign in is left, once there was one. The lock on the installation makes
-- concurrent transactions take turns, so that each sees what the one before has committed.
CREATE FUNCTION "jeton_keep_last_owner"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    others BOOLEAN;
BEGIN
    EXECUTE format('SELECT TRUE FROM %I."Installation" FOR UPDATE', TG_TABLE_SCHEMA);
    EXECUTE format('SELECT EXISTS (SELECT FROM %I."User" WHERE "role" = ''owner'' AND "disabledAt" IS NULL AND "invitedAt" IS NULL AND "id" <> $1)', TG_TABLE_SCHEMA) INTO others USING OLD."id";
    IF NOT others THEN
        RAISE EXCEPTION 'last_owner' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER "User_last_owner_changed"
    BEFORE UPDATE OF "role", "disabledAt", "invitedAt" ON "User" FOR EACH ROW
    WHEN (OLD."role" = 'owner' AND OLD."disabledAt" IS NULL AND OLD."invitedAt" IS NULL
        AND (NEW."role" <> 'owner' OR NEW."disabledAt" IS NOT NULL OR NEW."invitedAt" IS NOT NULL))
    EXECUTE FUNCTION "jeton_keep_last_owner"();

CREATE TRIGGER "User_last_owner_deleted"
    BEFORE DELETE ON "User" FOR EACH ROW
    WHEN (OLD."role" = 'owner' AND OLD."disabledAt" IS NULL AND OLD."invitedAt" IS NULL)
    EXECUTE FUNCTION "jeton_keep_last_owner"();

-- A row of the audit log changes in one way: an erased person's address is replaced by a pseudonym,
-- and the address and the browser of the request are removed. Its details lose what names something
-- of the person's, at the same time.
DROP TRIGGER "Activity_unchanged" ON "Activity";
CREATE TRIGGER "Activity_unchanged" BEFORE UPDATE ON "Activity"
    FOR EACH ROW WHEN (NOT (
        (NEW."id", NEW."at", NEW."action", NEW."credential") = (OLD."id", OLD."at", OLD."action", OLD."credential")
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
    ))
    EXECUTE FUNCTION "jeton_activity_refuses"('A row of Activity is not changed');

-- Also for somebody who has turned triggers off, to restore or repair something.
ALTER TABLE "User" ENABLE ALWAYS TRIGGER "User_changed";
ALTER TABLE "User" ENABLE ALWAYS TRIGGER "User_last_owner_changed";
ALTER TABLE "User" ENABLE ALWAYS TRIGGER "User_last_owner_deleted";
ALTER TABLE "Activity" ENABLE ALWAYS TRIGGER "Activity_unchanged";
