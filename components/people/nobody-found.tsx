import Link from 'next/link'
import { BlankCounter } from '@/components/brand-mark'
import { buttonClass } from '@/components/ui/button-class'
import { isolated, Text } from '@/components/ui/text'
import { getTranslations } from '@/lib/i18n/server'

/**
 * Without a query, it is machines of which there are none: at least one person looks at the page.
 */
export async function NobodyFound({ query }: { query: string }) {
  const t = await getTranslations('people')
  return (
    <div className="grid justify-items-center px-6 pt-11 pb-12 text-center">
      <BlankCounter />
      <h2 className="mt-2.5 text-lg font-semibold">{query ? t('nobodyFound') : t('noMachines')}</h2>
      <p className="mt-1.5 mb-4.5 max-w-[46ch] text-muted [overflow-wrap:anywhere]">
        <Text>
          {query ? t.rich('nobodyFoundText', { query, bdi: isolated }) : t('noMachinesText')}
        </Text>
      </p>
      <Link href="/people" prefetch={false} className={buttonClass()}>
        {t('showAll')}
      </Link>
    </div>
  )
}
