import { contentTypes, slugLike } from '@lectern/shared-types';
import { useForm } from '@strapi/strapi/admin';
import { useEffect, useRef } from 'react';
import { useFormPlace } from '../typing/use-form-place';
import { strapisDefault } from './strapis-default';

/** Gives a new page the address that its title suggests, until an editor enters another one. */
export function FollowTitle() {
  const place = useFormPlace();
  if (place?.slug !== contentTypes.LandingPage.uid || place.entry !== 'create') return null;
  return <Following />;
}

function Following() {
  const { values, onChange } = useForm('FollowTitle', (form) => form);
  const { title, slug } = values as { title?: string | null; slug?: string | null };
  /** What was suggested, from what is in the form on: of fast typing the form may lack the last ones. */
  const suggestions = useRef<readonly string[]>([]);

  useEffect(() => {
    const inForm = suggestions.current.indexOf(slug ?? '');
    if (inForm > 0) suggestions.current = suggestions.current.slice(inForm);
  }, [slug]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the address follows what changes in the title, not itself: an editor may empty it.
  useEffect(() => {
    const isEntered = slug && !suggestions.current.includes(slug) && !strapisDefault.test(slug);
    const suggested = slugLike(title ?? '');
    if (isEntered || suggested === '') return;
    suggestions.current = [...suggestions.current, suggested];
    onChange('slug', suggested);
  }, [title]);
  return null;
}
