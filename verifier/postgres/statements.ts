/* The look-ups in PostgreSQL: their SQL, and the columns of the rows that they return. */

export interface Statement {
  name: string
  text: string
}

export type UserColumns = [
  id: string,
  email: string,
  displayName: string,
  groups: string | null,
  rulesVersion: string,
]
export type ApiTokenColumns = [
  digest: string,
  id: string,
  name: string,
  createdAt: number,
  signedInAt: number | null,
  previousGeneration: number | null,
  previousEndsAt: number | null,
  services: string | null,
  ...UserColumns,
]
export type FingerprintColumns = [fingerprint: string, id: null, ...null[]]
export type SessionColumns = [id: string, expiresAt: number, ...UserColumns]
export type AccountColumns = [id: string, role: string, lacksSecondFactor: boolean]
export type RuleColumns = [
  version: string,
  name: string | null,
  access: string,
  groups: string | null,
]

const milliseconds = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`

/** Names hold no control characters. */
const namesOf = (rows: string) => `(SELECT string_agg("name", E'\\n') FROM ${rows})`

const groupsOfUser = namesOf(
  '"Group" g JOIN "GroupMember" m ON g."id" = m."groupId" WHERE m."userId" = u."id"',
)
const servicesOfToken = namesOf(
  '"Service" JOIN "ApiTokenService" l ON "Service"."id" = l."serviceId" WHERE l."tokenId" = t."id"',
)
const rulesVersion = '(SELECT "rulesVersion"::text FROM "Coherence")'

/**
 * Also the fingerprints of the master keys in use, without a token: one statement, one snapshot.
 */
export const findApiTokens: Statement = {
  name: 'find-api-tokens',
  text: `
SELECT s."digest", t."id", t."name", ${milliseconds('t."createdAt"')},
  CASE u."kind" WHEN 'person' THEN ${milliseconds('COALESCE(u."signedInAt", u."createdAt")')} END,
  CASE WHEN s."generation" < t."secretGeneration" THEN s."generation" END, ${milliseconds('t."previousEndsAt"')},
  CASE WHEN t."hasServiceList" THEN COALESCE(${servicesOfToken}, '') END,
  u."id", u."email", u."displayName", ${groupsOfUser}, ${rulesVersion}
FROM "ApiTokenSecret" s JOIN "ApiToken" t ON t."id" = s."tokenId" JOIN "User" u ON u."id" = t."userId"
WHERE s."digest" = ANY ($1::text[]) AND u."disabledAt" IS NULL AND (
  s."generation" = t."secretGeneration"
  OR s."generation" = t."secretGeneration" - 1 AND t."previousEndsAt" IS NOT NULL
)
UNION ALL SELECT "fingerprint", ${Array(12).fill('NULL').join()} FROM "Secret"`,
}

export const findSessions: Statement = {
  name: 'find-sessions',
  text: `
SELECT s."id", ${milliseconds('s."expiresAt"')},
  u."id", u."email", u."displayName", ${groupsOfUser}, ${rulesVersion}
FROM "Session" s JOIN "User" u ON u."id" = s."userId"
WHERE s."id" = ANY ($1::text[]) AND u."disabledAt" IS NULL`,
}

export const findAccounts: Statement = {
  name: 'find-accounts',
  text: `
SELECT u."id", u."role", u."passwordHash" <> ''
  AND NOT EXISTS (SELECT FROM "AuthenticatorApp" a WHERE a."userId" = u."id" AND a."confirmedAt" IS NOT NULL)
  AND NOT EXISTS (SELECT FROM "Passkey" p WHERE p."userId" = u."id")
FROM "User" u WHERE u."id" = ANY ($1::text[]) AND u."disabledAt" IS NULL`,
}

/** Without a service too, there is one row. */
export const findRules = `
SELECT c."rulesVersion"::text, s."name", s."access", ${namesOf(
  '"Group" g JOIN "ServiceGroup" n ON g."id" = n."groupId" WHERE n."serviceId" = s."id"',
)}
FROM "Coherence" c LEFT JOIN "Service" s ON TRUE`
