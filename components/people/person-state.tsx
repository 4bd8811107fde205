import { getTranslations } from '@/lib/i18n/server'
import type { PersonRow } from '@/shared/person-row'

const looks: Record<PersonRow['state'], string> = {
  active: 'bg-ok-soft text-ok',
  invited: 'bg-accent-soft text-accent',
  disabled: 'bg-danger-soft text-danger',
}

export async function PersonState({ state }: { state: PersonRow['state'] }) {
  const t = await getTranslations('people')
  return (
    <span
      className={`rounded-s px-1.5 py-0.5 text-xs font-medium whitespace-nowrap ${looks[state]}`}
    >
      {t(`states.${state}`)}
    </span>
  )
}
