import { ProviderLink } from '@/components/auth/provider-link'
import { env } from '@/lib/config/settings'
import { getTranslations } from '@/lib/i18n/server'
import type { OpenIdFault } from '@/shared/openid'

interface SignInThroughProps {
  provider: string
  next: string
  /** Why the last attempt failed. */
  fault?: OpenIdFault | null
}

/** The link to a sign-in through the OpenID provider, above the form if there are passwords. */
export async function SignInThrough({ provider, next, fault = null }: SignInThroughProps) {
  const t = await getTranslations('openid')
  const name = { name: provider }
  return (
    <ProviderLink
      label={t('signInWith', name)}
      next={next}
      fault={fault && t(`fault.${fault}`, name)}
      or={env().passwords === 'on' ? t('or') : null}
    />
  )
}
