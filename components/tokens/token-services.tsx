import { formatList } from '@/lib/i18n/format'
import { getLocale, getTranslations } from '@/lib/i18n/server'
import type { ApiTokenRow } from '@/shared/api-token-row'
import type { ReachedService } from '@/shared/reach'
import { ChooseServices } from './choose-services'

interface TokenServicesProps {
  token: ApiTokenRow
  services: ReachedService[]
}

/** The services that accept a token, and the button that changes them. */
export async function TokenServices({ token, services }: TokenServicesProps) {
  const t = await getTranslations('whereGood')
  const listed = token.services ?? []
  const known = services.filter(
    ({ name, reach }) => reach !== 'not_in_groups' || listed.includes(name),
  )
  // A service that the token's owner may not use any more stays on the list until it is taken off.
  const choices = [
    ...known.map(({ name, title }) => ({ name, title })),
    ...listed
      .filter((name) => !known.some((service) => service.name === name))
      .map((name) => ({ name, title: name })),
  ]
  const isOffered = choices.length > 0 || token.services !== null
  return (
    <div className="flex items-center justify-between gap-x-6 gap-y-3 border-t border-line px-4 py-3.5 max-md:flex-col max-md:items-stretch">
      <div className="min-w-0">
        <h3 className="font-medium">{t('title')}</h3>
        <Summary
          services={token.services}
          titleOf={(name) => choices.find((choice) => choice.name === name)?.title ?? name}
        />
        {!isOffered && <p className="mt-0.5 max-w-[72ch] text-sm text-muted">{t('noServices')}</p>}
      </div>
      {isOffered && <ChooseServices token={token} choices={choices} />}
    </div>
  )
}

interface SummaryProps {
  services: ApiTokenRow['services']
  titleOf: (name: string) => string
}

async function Summary({ services, titleOf }: SummaryProps) {
  const [t, locale] = await Promise.all([getTranslations('whereGood'), getLocale()])
  if (services === null) return <p className="text-muted">{t('everywhere')}</p>
  if (services.length === 0) return <p className="text-danger">{t('nowhere')}</p>
  return (
    <>
      <p translate="no" className="[overflow-wrap:anywhere]">
        {formatList(services.map(titleOf), locale)}
      </p>
      <p className="mt-0.5 max-w-[72ch] text-sm text-muted">{t('onlyThere')}</p>
    </>
  )
}
