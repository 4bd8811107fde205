import Link from 'next/link'
import { BlankCounter } from '@/components/brand-mark'
import { buttonClass } from '@/components/ui/button-class'
import { isolated } from '@/components/ui/isolated'
import { Text } from '@/components/ui/text'
import { getTranslations } from '@/lib/i18n/server'

export async function NobodyFound({ query }: { query: string }) {
  const t = await getTranslations('people')
  return (
    <div className="grid justify-items-center px-6 pt-11 pb-12 text-center">
      <BlankCounter />
      <h2 className="mt-2.5 text-lg font-semibold">{t('nobodyFound')}</h2>
      <p className="mt-1.5 mb-4.5 max-w-[46ch] text-muted [overflow-wrap:anywhere]">
        <Text>{t.rich('nobodyFoundText', { query, bdi: isolated })}</Text>
      </p>
      <Link href="/people" prefetch={false} className={buttonClass()}>
        {t('showAll')}
      </Link>
    </div>
  )
}
