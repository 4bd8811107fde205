import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** What is common to the tests with a server, which run on both databases. */
const server = {
  globalSetup: 'test/support/shared-server.ts',
  setupFiles: 'test/support/which-database.ts',
}

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // Of two cores: tests wait for disks and timers as much as they work.
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/{maintenance,unit}/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'sqlite',
          include: ['test/{api,commands,guides,sqlite,start}/**/*.test.ts'],
          ...server,
        },
      },
      {
        extends: true,
        test: {
          name: 'postgresql',
          include: ['test/{api,commands,postgresql,start}/**/*.test.ts'],
          ...server,
        },
      },
    ],
  },
})
