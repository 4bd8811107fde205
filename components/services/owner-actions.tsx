import Link from 'next/link'
import { buttonClass } from '@/components/ui/button-class'
import { LinkPending } from '@/components/ui/link-pending'
import { Text } from '@/components/ui/text'
import { getTranslations } from '@/lib/i18n/server'
import type { ServiceRow } from '@/shared/service-row'
import { DeleteService } from './delete-service'
import { EditService } from './edit-service'

export async function OwnerActions({ service }: { service: ServiceRow }) {
  const t = await getTranslations('services')
  const { name, title } = service
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line bg-wash px-4 py-2.5">
      <Link
        href={`/services/${name}/protect`}
        prefetch={false}
        aria-label={t('protectWhich', { title })}
        className={`${buttonClass({ size: 'small' })} mr-auto`}
      >
        <Text>{t('protect')}</Text>
        <LinkPending />
      </Link>
      <EditService service={service} />
      <DeleteService name={name} title={title} />
    </div>
  )
}
