import { getTranslations } from '@/lib/i18n/server'
import type { PersonRow } from '@/shared/person-row'
import { nameOf } from './name-of'

/** The name, with what tells it apart: the email of a person, or that it is a machine. */
export async function PersonName({ person, isSelf }: { person: PersonRow; isSelf: boolean }) {
  const t = await getTranslations('people')
  const isMachine = person.kind === 'machine'
  return (
    <span className="block">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <bdi translate="no" className="font-semibold">
          {nameOf(person)}
        </bdi>
        {isSelf && <Badge>{t('you')}</Badge>}
        {isMachine && <Badge>{t('machine')}</Badge>}
      </span>
      {!isMachine && person.display_name && (
        <span translate="no" className="block text-sm text-muted">
          {person.email}
        </span>
      )}
    </span>
  )
}

function Badge({ children }: { children: string }) {
  return (
    <span className="rounded-s bg-hover px-1.5 py-0.5 text-xs font-medium whitespace-nowrap text-muted">
      {children}
    </span>
  )
}
