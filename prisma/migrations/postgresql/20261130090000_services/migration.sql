-- Services, and where a token may be used: docs/decisions/0033-services.md.

-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN     "hasServiceList" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "Service" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "url" TEXT,
    "access" TEXT NOT NULL DEFAULT 'everyone',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "useCount" BIGINT NOT NULL DEFAULT 0,
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "Service_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ServiceGroup" (
    "serviceId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,

    CONSTRAINT "ServiceGroup_pkey" PRIMARY KEY ("serviceId","groupId")
);

-- CreateTable
CREATE TABLE "ApiTokenService" (
    "tokenId" TEXT NOT NULL,
    "serviceId" TEXT NOT NULL,

    CONSTRAINT "ApiTokenService_pkey" PRIMARY KEY ("tokenId","serviceId")
);

-- CreateTable
CREATE TABLE "ServiceUse" (
    "tokenId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "lastUsedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ServiceUse_pkey" PRIMARY KEY ("tokenId","day","service")
);

-- CreateIndex
CREATE UNIQUE INDEX "Service_name_key" ON "Service"("name");

-- CreateIndex
CREATE INDEX "ServiceGroup_groupId_idx" ON "ServiceGroup"("groupId");

-- CreateIndex
CREATE INDEX "ApiTokenService_serviceId_idx" ON "ApiTokenService"("serviceId");

-- CreateIndex
CREATE INDEX "ServiceUse_day_idx" ON "ServiceUse"("day");

-- AddForeignKey
ALTER TABLE "ServiceGroup" ADD CONSTRAINT "ServiceGroup_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServiceGroup" ADD CONSTRAINT "ServiceGroup_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiTokenService" ADD CONSTRAINT "ApiTokenService_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "ApiToken"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiTokenService" ADD CONSTRAINT "ApiTokenService_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServiceUse" ADD CONSTRAINT "ServiceUse_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "ApiToken"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Uses are written over and over: with room left in each page, an update touches no index.
ALTER TABLE "ApiToken" SET (fillfactor = 80);
ALTER TABLE "ServiceUse" SET (fillfactor = 80);

-- The version of all rules of services: new with each of their changes, so that a rule that was read
-- before is known to be outdated.
ALTER TABLE "Coherence" ADD COLUMN "rulesVersion" UUID NOT NULL DEFAULT gen_random_uuid();

-- Without an argument everybody is meant, and the rules of services get a new version: after that,
-- nothing else has to be announced in the same transaction.
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
        EXECUTE format('SELECT t."userId" FROM %1$I."ApiToken" t WHERE t."id" = $1 AND ($2 OR NOT EXISTS (SELECT FROM %1$I."ApiTokenSecret" WHERE "tokenId" = $1))', TG_TABLE_SCHEMA) INTO subject USING subject, TG_TABLE_NAME <> 'ApiTokenSecret';
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

-- A change of these rows is a revocation, also one that only gives something: verification caches
-- the rule of a service, and what a user is a member of.
DROP TRIGGER "ApiToken_revoked" ON "ApiToken";

CREATE CONSTRAINT TRIGGER "ApiToken_revoked"
    AFTER DELETE OR UPDATE OF "id", "userId", "name", "hasServiceList" ON "ApiToken"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"('userId');

CREATE CONSTRAINT TRIGGER "GroupMember_revoked"
    AFTER INSERT OR DELETE ON "GroupMember"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"('userId');

CREATE CONSTRAINT TRIGGER "GroupMember_changed"
    AFTER UPDATE ON "GroupMember"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"();

CREATE CONSTRAINT TRIGGER "Group_revoked"
    AFTER UPDATE OR DELETE ON "Group"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"();

CREATE CONSTRAINT TRIGGER "Service_revoked"
    AFTER INSERT OR DELETE OR UPDATE OF "id", "name", "access" ON "Service"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"();

CREATE CONSTRAINT TRIGGER "ServiceGroup_revoked"
    AFTER INSERT OR DELETE OR UPDATE ON "ServiceGroup"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"();

CREATE CONSTRAINT TRIGGER "ApiTokenService_revoked"
    AFTER INSERT OR DELETE ON "ApiTokenService"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"('tokenId');

CREATE CONSTRAINT TRIGGER "ApiTokenService_changed"
    AFTER UPDATE ON "ApiTokenService"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "jeton_revoked"();

CREATE TRIGGER "GroupMember_emptied" AFTER TRUNCATE ON "GroupMember" EXECUTE FUNCTION "jeton_revoked"();
CREATE TRIGGER "Group_emptied" AFTER TRUNCATE ON "Group" EXECUTE FUNCTION "jeton_revoked"();
CREATE TRIGGER "Service_emptied" AFTER TRUNCATE ON "Service" EXECUTE FUNCTION "jeton_revoked"();
CREATE TRIGGER "ServiceGroup_emptied" AFTER TRUNCATE ON "ServiceGroup" EXECUTE FUNCTION "jeton_revoked"();
CREATE TRIGGER "ApiTokenService_emptied" AFTER TRUNCATE ON "ApiTokenService" EXECUTE FUNCTION "jeton_revoked"();

-- Also for somebody who has turned triggers off, to restore or repair something.
ALTER TABLE "ApiToken" ENABLE ALWAYS TRIGGER "ApiToken_revoked";
ALTER TABLE "GroupMember" ENABLE ALWAYS TRIGGER "GroupMember_revoked";
ALTER TABLE "GroupMember" ENABLE ALWAYS TRIGGER "GroupMember_changed";
ALTER TABLE "Group" ENABLE ALWAYS TRIGGER "Group_revoked";
ALTER TABLE "Service" ENABLE ALWAYS TRIGGER "Service_revoked";
ALTER TABLE "ServiceGroup" ENABLE ALWAYS TRIGGER "ServiceGroup_revoked";
ALTER TABLE "ApiTokenService" ENABLE ALWAYS TRIGGER "ApiTokenService_revoked";
ALTER TABLE "ApiTokenService" ENABLE ALWAYS TRIGGER "ApiTokenService_changed";
ALTER TABLE "GroupMember" ENABLE ALWAYS TRIGGER "GroupMember_emptied";
ALTER TABLE "Group" ENABLE ALWAYS TRIGGER "Group_emptied";
ALTER TABLE "Service" ENABLE ALWAYS TRIGGER "Service_emptied";
ALTER TABLE "ServiceGroup" ENABLE ALWAYS TRIGGER "ServiceGroup_emptied";
ALTER TABLE "ApiTokenService" ENABLE ALWAYS TRIGGER "ApiTokenService_emptied";
