-- CreateTable
CREATE TABLE "Activity" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "userId" TEXT,
    "email" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "credential" TEXT NOT NULL,
    "sessionId" TEXT,
    "address" TEXT NOT NULL,
    "userAgent" TEXT NOT NULL,
    "detail" JSONB NOT NULL
);

-- CreateIndex
CREATE INDEX "Activity_userId_at_id_idx" ON "Activity"("userId", "at", "id");

-- CreateIndex
CREATE INDEX "Activity_at_id_idx" ON "Activity"("at", "id");

-- Rows are added, and removed when they are old: docs/decisions/0022-activity.md. A table that is made anew loses its triggers: write them
-- again in the migration that does it.
CREATE TRIGGER "Activity_unchanged" BEFORE UPDATE ON "Activity"
BEGIN
    SELECT RAISE(ABORT, 'A row of Activity is not changed');
END;

-- What cannot be read as a time counts as young.
CREATE TRIGGER "Activity_kept" BEFORE DELETE ON "Activity"
WHEN coalesce(julianday(OLD."at") > julianday('now') - 30, TRUE)
BEGIN
    SELECT RAISE(ABORT, 'A row of Activity is kept for 30 days');
END;

-- REPLACE would take a row away without asking the triggers above. The row's number is known here only where it was given.
CREATE TRIGGER "Activity_not_replaced" BEFORE INSERT ON "Activity"
WHEN EXISTS (SELECT 1 FROM "Activity" WHERE "id" = NEW."id" OR rowid = NEW.rowid)
BEGIN
    SELECT RAISE(ABORT, 'A row of Activity is not replaced');
END;
