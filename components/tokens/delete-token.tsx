'use client'

import { useState } from 'react'
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
import { addButtonId } from './add-token-button'

interface DeleteTokenProps {
  id: string
  name: string
}

export function DeleteToken(props: DeleteTokenProps) {
  const t = useTranslations('common')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button size="small" variant="danger" aria-haspopup="dialog" onClick={() => setAsking(true)}>
        <TrashIcon />
        <Text>{t('delete')}</Text>
      </Button>
      {asking && <DeleteTokenDialog {...props} onCancel={() => setAsking(false)} />}
    </>
  )
}

/** Goes with the row that it belongs to. */
function DeleteTokenDialog({ id, name, onCancel }: DeleteTokenProps & { onCancel: () => void }) {
  const t = useTranslations('tokens')
  const common = useTranslations('common')
  const { error, deleting, confirm } = useDeleteToken(id)
  const cancel = () => !deleting && onCancel()
  return (
    <Dialog
      title={<Text>{t.rich('deleteTitle', { name, bdi: isolated })}</Text>}
      description={<Warning>{t('deleteWarning')}</Warning>}
      onDismiss={cancel}
    >
      <DialogEnd
        error={error}
        busy={deleting}
        label={deleting ? t('deleting') : common('delete')}
        variant="danger-solid"
        onConfirm={confirm}
        onCancel={cancel}
      />
    </Dialog>
  )
}

function useDeleteToken(id: string) {
  const t = useTranslations('tokens')
  const refresh = useRefresh()
  const failureText = useFailureText()
  const [error, setError] = useState<string>()
  const [deleting, setDeleting] = useState(false)

  async function confirm() {
    setDeleting(true)
    setError(undefined)
    const result = await callApi('DELETE', `/api/v1/tokens/${id}`)
    if (result.kind === 'data') return refresh({ toast: t('deleted'), focus: addButtonId })
    if (isProblem(result, 'not_found'))
      return refresh({ toast: t('goneElsewhere'), focus: addButtonId })
    setDeleting(false)
    setError(failureText(result))
  }

  return { error, deleting, confirm }
}
