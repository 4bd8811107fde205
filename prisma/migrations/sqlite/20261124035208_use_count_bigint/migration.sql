-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_ApiToken" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" DATETIME,
    "useCount" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "ApiToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_ApiToken" ("createdAt", "digest", "hint", "id", "lastUsedAt", "name", "sealed", "updatedAt", "useCount", "userId") SELECT "createdAt", "digest", "hint", "id", "lastUsedAt", "name", "sealed", "updatedAt", "useCount", "userId" FROM "ApiToken";
DROP TABLE "ApiToken";
ALTER TABLE "new_ApiToken" RENAME TO "ApiToken";
CREATE UNIQUE INDEX "ApiToken_userId_key" ON "ApiToken"("userId");
CREATE UNIQUE INDEX "ApiToken_digest_key" ON "ApiToken"("digest");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
