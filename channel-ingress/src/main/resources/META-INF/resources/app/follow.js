// Scrolls along with a growing conversation while the reader is at its end, and leaves a reader alone who went back.

const NEAR_END_PX = 96;
const KEYS_UP = new Set(['ArrowUp', 'PageUp', 'Home']);

export function createFollower(scroller, content, jump) {
  let following = true;
  let lastTop = 0;
  let ownTop = -1; // where we scrolled to ourselves: its event is not the reader's doing
  let touchStart = 0;

  const gap = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;

  function toEnd(smooth) {
    const before = scroller.scrollTop;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    scroller.scrollTo({ top: scroller.scrollHeight, behavior: smooth && !calm ? 'smooth' : 'instant' });
    if (scroller.scrollTop !== before) ownTop = scroller.scrollTop;
  }

  function update() {
    if (following) toEnd(false);
    jump.hidden = following || gap() < NEAR_END_PX;
  }

  // The reader's wish counts before the scrolling itself begins, else the next fragment would undo it.
  function goingBack() {
    if (scroller.scrollTop > 0) following = false;
  }

  scroller.addEventListener('scroll', () => {
    const top = scroller.scrollTop;
    const own = top === ownTop;
    ownTop = -1;
    if (!own && top < lastTop - 1 && gap() > 4) following = false;
    if (!own && top > lastTop && gap() < NEAR_END_PX) following = true;
    lastTop = top;
    jump.hidden = following || gap() < NEAR_END_PX;
  }, { passive: true });
  // at the window: when the element under the pointer was replaced, the event goes to the document
  window.addEventListener('wheel', ({ deltaY }) => { if (deltaY < 0) goingBack(); }, { passive: true });
  scroller.addEventListener('keydown', ({ key }) => { if (KEYS_UP.has(key)) goingBack(); });
  scroller.addEventListener('touchstart', ({ touches }) => { touchStart = touches[0].clientY; }, { passive: true });
  scroller.addEventListener('touchmove', ({ touches }) => {
    if (touches[0].clientY > touchStart + 4) goingBack();
  }, { passive: true });
  const observer = new ResizeObserver(update);
  observer.observe(content);
  observer.observe(scroller);

  return {
    update,
    follow(smooth) {
      following = true;
      jump.hidden = true;
      toEnd(smooth);
    },
  };
}
