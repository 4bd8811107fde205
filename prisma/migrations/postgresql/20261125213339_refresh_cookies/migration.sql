-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "refreshGeneration" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "refreshedAt" TIMESTAMP(3);
