import { useForm } from '@strapi/strapi/admin';
import { useEffect, useRef } from 'react';

interface Submitted {
  initial: string;
  typed: object;
}

/**
 * Keeps what was typed when a save is refused. Strapi takes it for saved at once, takes that back
 * with the refusal, and fills the form with what was there before: the slower the answer, the surer.
 */
export function KeepTyped() {
  const { values, initialValues, isSubmitting, setValues } = useForm('KeepTyped', (form) => form);
  const submitted = useRef<Submitted | undefined>(undefined);
  const initial = JSON.stringify(initialValues);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is what stood there when it began.
  useEffect(() => {
    if (isSubmitting) submitted.current = { initial, typed: values };
  }, [isSubmitting]);
  const before = useRef(initial);
  useEffect(() => {
    const isTakenBack = before.current !== initial && submitted.current?.initial === initial;
    before.current = initial;
    if (!isTakenBack) return;
    setValues(submitted.current?.typed ?? {});
    submitted.current = undefined;
  }, [initial, setValues]);
  return null;
}
