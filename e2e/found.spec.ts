import { createToken } from '@/test/support/client'
import { newMember } from '@/test/support/people'
import { expect, isLive, test, visit, visitorTest } from './support/test'

/* The page where anybody ends a token that they have found. */

const thanks = /If this was a token of this server, it is refused from now on/

visitorTest(
  'a found token is ended, and the page says the same of any text',
  async ({ page, call }) => {
    const user = await newMember(call)
    const { token } = await createToken(call, user.headers['xc-auth'] ?? '')
    const statusOf = async () =>
      (await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status
    const shown: string[] = []
    for (const text of ['nonsense', token.slice(0, -1), `xc-token: ${token}`, token]) {
      expect(await statusOf()).toBe(shown.length < 3 ? 200 : 401)
      await visit(page, '/found')
      await page.getByLabel('Token').fill(text)
      await page.getByRole('button', { name: 'End it' }).click()
      await expect(page.getByRole('status').filter({ hasText: thanks })).toBeVisible()
      await expect(page).toHaveURL('/found')
      await expect(page.getByLabel('Token')).toHaveCount(0)
      shown.push(await page.getByRole('main').innerText())
    }
    // The history does not bring the token back.
    await page.goto('/sign-in')
    await page.goBack()
    await expect(page.getByLabel('Token')).toHaveValue('')
    expect(new Set(shown).size).toBe(1)
    expect(await statusOf()).toBe(401)
  },
)

visitorTest('the sign-in page leads there, and an empty field is explained', async ({ page }) => {
  await visit(page, '/sign-in')
  await page.getByRole('link', { name: 'Found somebody’s token?' }).click()
  await expect(page).toHaveURL('/found')
  const button = page.getByRole('button', { name: 'End it' })
  await expect(button).toBeVisible()
  await isLive(page)
  await button.click()
  await expect(page.getByText('Paste the token.')).toBeVisible()
  await expect(page.getByLabel('Token')).toBeFocused()
})

test('the user finds it in the activity, and stays signed in', async ({ page, account, call }) => {
  const { token } = await createToken(call, account.authToken, 'deploy')
  await visit(page, '/found')
  await page.getByLabel('Token').fill(token)
  await page.getByRole('button', { name: 'End it' }).click()
  await expect(page.getByText(thanks)).toBeVisible()
  await visit(page, '/account/activity')
  await expect(page.getByText('Revoked by somebody who held it')).toBeVisible()
})
