import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Shared options of the tests with a server, which run on both databases. */
const server = {
  globalSetup: 'test/support/shared-server.ts',
  setupFiles: 'test/support/which-database.ts',
}

/** The slowest files start first, so that none of them runs alone at the end. */
const longest = [
  'postgresql/leases-on',
  'postgresql/leases-off',
  'api/verify-revocation',
  'api/oidc-away',
  'sqlite/revocation-stream',
  'maintenance/move-serving',
  'maintenance/move',
  'api/sign-in-throttle',
  'postgresql/outages',
  'api/service-changes',
  'guides/revocation-stream',
  'maintenance/root',
  'postgresql/acknowledged',
  'api/people-owners',
  'postgresql/start',
  'start/workers',
  'sqlite/start',
  'api/fuzz',
]

/**
 * Files that `npm run test:long` runs on PostgreSQL too, and `npm test` on SQLite alone: the
 * database plays a small part in them, and other files try that part on PostgreSQL.
 */
const longOnPostgres = [
  'api/api-token-limits',
  'api/auth-token-lifetime',
  'api/browser-session',
  'api/forms',
  // api/group-changes changes groups on both.
  'api/groups',
  'api/introspection',
  // Their counters are those of api/limits-sign-in, or in memory.
  'api/limits-openid',
  'api/limits-revoke',
  'api/limits-tokens',
  // api/links-races uses links of both kinds on both, and postgresql/reset-requests asks for them.
  'api/links-invitation',
  'api/links-reset',
  'api/mail',
  'api/next-auth',
  'api/nocodb',
  // api/oidc-at-once and api/oidc-invitations sign in through the provider on both.
  'api/oidc',
  'api/oidc-attacks',
  'api/oidc-away',
  'api/oidc-glewlwyd',
  'api/oidc-groups',
  // On PostgreSQL, postgresql/oidc-logout ends sessions on three instances.
  'api/oidc-logout',
  'api/oidc-mail',
  'api/oidc-settings',
  // api/used-once adds and uses second factors on both.
  'api/passkeys',
  'api/passwords-off',
  'api/people-addresses',
  'api/people-self',
  // On PostgreSQL, postgresql/instances/rotation does the same with three instances.
  'api/rotation-under-load',
  'api/second-factor',
  'api/second-factor-limits',
  'api/second-factor-required',
  'api/second-step',
  // On PostgreSQL, postgresql/instances/service-changes does the same with three instances.
  'api/service-changes',
  'api/sign-in-throttle',
  'api/token-headers',
  // On PostgreSQL, postgresql/instances/revocation revokes as often, with three instances.
  'api/verify-revocation',
  // On PostgreSQL, postgresql/instances/service-changes asks before and after each change of who
  // may.
  'api/verify-service',
  // commands/first-owner and commands/rotation run commands on both.
  'commands/admin',
  // Who else has which secret: postgresql/secret-announcements and postgresql/rotation-locks.
  'commands/rotation-settings',
  'start/app-process',
  'start/passed-sockets',
  'start/read-only',
  'start/workers',
]
const exclude =
  process.env.JETON_TEST_LONG === '1' ? [] : longOnPostgres.map((name) => `test/${name}.test.ts`)

/**
 * A worker starts anew with each change of project, which takes seconds of CPU time: the files of a
 * project stand together, apart from the longest of PostgreSQL.
 */
const projectsOfLongest = ['postgresql', 'sqlite']
const projectsOfOthers = ['sqlite', 'postgresql', 'unit']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return place < 0
        ? [projectsOfLongest.length + projectsOfOthers.indexOf(project.name), 0]
        : [projectsOfLongest.indexOf(project.name), place]
    }
    return (await super.sort(files)).sort((a, b) => {
      const [[group = 0, place = 0], [otherGroup = 0, otherPlace = 0]] = [rank(a), rank(b)]
      return group - otherGroup || place - otherPlace
    })
  }
}

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    // Limits for a test that hangs, not for one on a busy machine.
    testTimeout: 480_000,
    hookTimeout: 480_000,
    // The files of a worker share their modules. Evaluating those, the OpenAPI document and its
    // schemas above all, takes seconds of CPU time per file.
    isolate: false,
    // A failed comparison shows the values, not only how many there are.
    chaiConfig: { truncateThreshold: 0 },
    // For two cores: tests wait for disks and timers as much as they compute.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'sqlite',
          include: ['test/{api,commands,guides,http,maintenance,sqlite,start}/**/*.test.ts'],
          ...server,
        },
      },
      {
        extends: true,
        test: {
          // Tests of HTTP itself, in test/http, run once: they do not depend on the database.
          name: 'postgresql',
          include: ['test/{api,commands,postgresql,start}/**/*.test.ts'],
          exclude,
          ...server,
        },
      },
    ],
  },
})
