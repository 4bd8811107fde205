'use client'

import { useRef, useState } from 'react'

/** Errors by field. `form` is for an error of no field, or of all. */
export type FormErrors<Field extends string> = { [Key in Field | 'form']?: string | undefined }

/** @param fields their names, from the top of the form down */
export function useFormErrors<Field extends string>(fields: readonly Field[]) {
  const form = useRef<HTMLFormElement>(null)
  const [errors, setErrors] = useState<FormErrors<Field>>({})

  /** Focuses the first field with an error, or the last field if the error belongs to none. */
  function show(found: FormErrors<Field>) {
    setErrors(found)
    const name = fields.find((field) => found[field]) ?? (found.form && fields.at(-1))
    if (name) form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus()
  }

  return { form, errors, show }
}
