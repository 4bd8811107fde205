'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, isProblem } from '@/components/api'
import { AlertIcon, TrashIcon } from '@/components/icons'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FieldError } from '@/components/ui/field-error'
import { isolated } from '@/components/ui/isolated'
import { useRefresh } from '@/components/ui/refresh'
import { Text } from '@/components/ui/text'
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
      description={
        <p className="mt-3 flex gap-2 rounded-m bg-danger-soft px-3 py-2.5 text-danger">
          <AlertIcon className="mt-0.5" />
          <span>{t('deleteWarning')}</span>
        </p>
      }
      onDismiss={cancel}
    >
      {error && (
        <div className="mt-3">
          <FieldError>{error}</FieldError>
        </div>
      )}
      {/* Cancel comes first: the dialog gives it focus when it opens. */}
      <div className="mt-5 flex justify-end gap-2.5 max-md:*:flex-1">
        <Button onClick={cancel} inactive={deleting}>
          {common('cancel')}
        </Button>
        <Button variant="danger-solid" onClick={confirm} inactive={deleting}>
          {deleting ? t('deleting') : common('delete')}
        </Button>
      </div>
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
