'use client'

import { type FormEvent, useState } from 'react'
import { type FormErrors, useFormErrors } from '@/components/use-form-errors'

/**
 * A form that is sent once at a time.
 * @param fields their names, from the top of the form down
 * @param send returns the errors, or null when the form is done with
 */
export function useAuthForm<Field extends string>(
  fields: readonly Field[],
  send: (data: FormData) => Promise<FormErrors<Field> | null>,
) {
  const { form, errors, show } = useFormErrors(fields)
  const [sending, setSending] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (sending) return
    const data = new FormData(event.currentTarget)
    show({})
    setSending(true)
    const found = await send(data)
    if (!found) return
    setSending(false)
    show(found)
  }

  return { form, errors, sending, submit }
}
