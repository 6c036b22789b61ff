import { useForm } from '@strapi/strapi/admin';
import { useEffect } from 'react';
import { hasSameImages } from './same-content';

/**
 * Takes a form as it is for what is stored, once only what is told of its images differs: the dialog
 * that replaces or describes an image saves that by itself, and puts it into the form all the same.
 */
export function TakeSavedImages() {
  const { values, initialValues, modified, isSubmitting, resetForm } = useForm(
    'TakeSavedImages',
    (form) => form,
  );
  useEffect(() => {
    if (modified && !isSubmitting && hasSameImages(initialValues, values)) resetForm(values);
  }, [values, initialValues, modified, isSubmitting, resetForm]);
  return null;
}
