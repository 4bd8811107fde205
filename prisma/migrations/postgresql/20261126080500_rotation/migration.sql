-- CreateTable
CREATE TABLE "Secret" (
    "fingerprint" TEXT NOT NULL,

    CONSTRAINT "Secret_pkey" PRIMARY KEY ("fingerprint")
);

-- What is there was made with the secret of the installation.
INSERT INTO "Secret" SELECT "secretFingerprint" FROM "Installation";

-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN     "secretFingerprint" TEXT;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_secretFingerprint_fkey" FOREIGN KEY ("secretFingerprint") REFERENCES "Secret"("fingerprint") ON DELETE RESTRICT ON UPDATE CASCADE;
