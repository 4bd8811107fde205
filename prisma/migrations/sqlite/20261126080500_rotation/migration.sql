-- CreateTable
CREATE TABLE "Secret" (
    "fingerprint" TEXT NOT NULL PRIMARY KEY
);

-- What is there was made with the secret of the installation.
INSERT INTO "Secret" SELECT "secretFingerprint" FROM "Installation";

-- Without writing the table anew: the column may be null.
ALTER TABLE "ApiToken" ADD COLUMN "secretFingerprint" TEXT
    CONSTRAINT "ApiToken_secretFingerprint_fkey" REFERENCES "Secret" ("fingerprint") ON DELETE RESTRICT ON UPDATE CASCADE;
