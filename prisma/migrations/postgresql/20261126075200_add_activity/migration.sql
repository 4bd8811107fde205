-- CreateTable
CREATE TABLE "Activity" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "userId" TEXT,
    "email" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "credential" TEXT NOT NULL,
    "sessionId" TEXT,
    "address" TEXT NOT NULL,
    "userAgent" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "Activity_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Activity_userId_at_id_idx" ON "Activity"("userId", "at", "id");

-- CreateIndex
CREATE INDEX "Activity_at_id_idx" ON "Activity"("at", "id");

-- Rows are added, and removed when they are old: docs/decisions/0022-activity.md.
CREATE FUNCTION "jeton_activity_refuses"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "Activity_unchanged" BEFORE UPDATE ON "Activity"
    FOR EACH ROW EXECUTE FUNCTION "jeton_activity_refuses"('A row of Activity is not changed');

CREATE TRIGGER "Activity_kept" BEFORE DELETE ON "Activity"
    FOR EACH ROW WHEN (OLD."at" > (now() AT TIME ZONE 'UTC') - INTERVAL '30 days')
    EXECUTE FUNCTION "jeton_activity_refuses"('A row of Activity is kept for 30 days');

CREATE TRIGGER "Activity_not_emptied" BEFORE TRUNCATE ON "Activity"
    EXECUTE FUNCTION "jeton_activity_refuses"('Activity is not emptied');

-- Also for somebody who has turned triggers off, to restore or repair something.
ALTER TABLE "Activity" ENABLE ALWAYS TRIGGER "Activity_unchanged";
ALTER TABLE "Activity" ENABLE ALWAYS TRIGGER "Activity_kept";
ALTER TABLE "Activity" ENABLE ALWAYS TRIGGER "Activity_not_emptied";
