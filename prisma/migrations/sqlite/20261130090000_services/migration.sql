-- Services, and where a token may be used: docs/decisions/0033-services.md.

-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN "hasServiceList" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "Service" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "url" TEXT,
    "access" TEXT NOT NULL DEFAULT 'everyone',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "useCount" BIGINT NOT NULL DEFAULT 0,
    "lastUsedAt" DATETIME
);

-- CreateTable
CREATE TABLE "ServiceGroup" (
    "serviceId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,

    PRIMARY KEY ("serviceId", "groupId"),
    CONSTRAINT "ServiceGroup_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ServiceGroup_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ApiTokenService" (
    "tokenId" TEXT NOT NULL,
    "serviceId" TEXT NOT NULL,

    PRIMARY KEY ("tokenId", "serviceId"),
    CONSTRAINT "ApiTokenService_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "ApiToken" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ApiTokenService_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable. A write is one of the primary key: there is no other copy of the row.
CREATE TABLE "ServiceUse" (
    "tokenId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "lastUsedAt" DATETIME NOT NULL,

    PRIMARY KEY ("tokenId", "day", "service"),
    CONSTRAINT "ServiceUse_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "ApiToken" ("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateIndex
CREATE UNIQUE INDEX "Service_name_key" ON "Service"("name");

-- CreateIndex
CREATE INDEX "ServiceGroup_groupId_idx" ON "ServiceGroup"("groupId");

-- CreateIndex
CREATE INDEX "ApiTokenService_serviceId_idx" ON "ApiTokenService"("serviceId");

-- CreateIndex
CREATE INDEX "ServiceUse_day_idx" ON "ServiceUse"("day");

-- A change of these rows is a revocation, also one that only gives something: verification caches
-- the rule of a service, and what a user is a member of.

DROP TRIGGER "ApiToken_changed";
CREATE TRIGGER "ApiToken_changed"
BEFORE UPDATE OF "id", "userId", "name", "hasServiceList", rowid, oid, _rowid_ ON "ApiToken"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "Group_added" AFTER INSERT ON "Group"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "Group_changed" BEFORE UPDATE ON "Group"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "Group_revoked" AFTER DELETE ON "Group"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "GroupMember_added" AFTER INSERT ON "GroupMember"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "GroupMember_changed" BEFORE UPDATE ON "GroupMember"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "GroupMember_revoked" AFTER DELETE ON "GroupMember"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "Service_added" AFTER INSERT ON "Service"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "Service_changed" BEFORE UPDATE OF "id", "name", "access", rowid, oid, _rowid_ ON "Service"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "Service_revoked" AFTER DELETE ON "Service"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "ServiceGroup_added" AFTER INSERT ON "ServiceGroup"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "ServiceGroup_changed" BEFORE UPDATE ON "ServiceGroup"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "ServiceGroup_revoked" AFTER DELETE ON "ServiceGroup"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "ApiTokenService_added" AFTER INSERT ON "ApiTokenService"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "ApiTokenService_changed" BEFORE UPDATE ON "ApiTokenService"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;

CREATE TRIGGER "ApiTokenService_revoked" AFTER DELETE ON "ApiTokenService"
BEGIN
    UPDATE "RevocationNonce" SET "nonce" = NULL;
END;
