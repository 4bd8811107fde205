'use client'

import { startTransition, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, isProblem } from '@/components/api'
import { TrashIcon } from '@/components/icons'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { DialogEnd } from '@/components/ui/dialog-end'
import { isolated } from '@/components/ui/isolated'
import { useRefresh } from '@/components/ui/refresh'
import { Text } from '@/components/ui/text'
import { Warning } from '@/components/ui/warning'
import { useFailureText } from '@/components/use-failure-text'
import { servicesHeadingId } from './ids'

interface DeleteServiceProps {
  name: string
  title: string
}

export function DeleteService(props: DeleteServiceProps) {
  const t = useTranslations('services')
  const common = useTranslations('common')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        size="small"
        variant="danger"
        aria-haspopup="dialog"
        aria-label={t('deleteWhich', { title: props.title })}
        onClick={() => setAsking(true)}
      >
        <TrashIcon />
        <Text>{common('delete')}</Text>
      </Button>
      {asking && <DeleteServiceDialog {...props} onEnd={() => setAsking(false)} />}
    </>
  )
}

function DeleteServiceDialog({ name, title, onEnd }: DeleteServiceProps & { onEnd: () => void }) {
  const t = useTranslations('services')
  const common = useTranslations('common')
  const refresh = useRefresh()
  const failureText = useFailureText()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const cancel = () => !busy && onEnd()

  async function confirm() {
    if (busy) return
    setBusy(true)
    setError(undefined)
    const result = await callApi('DELETE', `/api/v1/services/${name}`)
    if (result.kind === 'data' || isProblem(result, 'not_found'))
      return startTransition(() => {
        refresh({ toast: t('deleted', { title }), focus: servicesHeadingId })
        onEnd()
      })
    setBusy(false)
    setError(failureText(result))
  }

  return (
    <Dialog
      title={<Text>{t.rich('deleteTitle', { title, bdi: isolated })}</Text>}
      description={<Warning>{t('deleteWarning')}</Warning>}
      onDismiss={cancel}
    >
      <DialogEnd
        error={error}
        busy={busy}
        label={busy ? t('deleting') : common('delete')}
        variant="danger-solid"
        onConfirm={confirm}
        onCancel={cancel}
      />
    </Dialog>
  )
}
