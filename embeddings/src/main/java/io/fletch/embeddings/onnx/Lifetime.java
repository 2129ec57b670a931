package io.fletch.embeddings.onnx;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Lets calls use native resources, and frees these once, when no call uses them.
 */
public final class Lifetime {

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private final String whose;

	private boolean ended;

	/**
	 * Starts the life of a function's resources.
	 * @param name the function's name, for messages
	 */
	public Lifetime(String name) {
		this("Embedding function", name);
	}

	/**
	 * Starts the life of the resources of something else.
	 * @param kind what it is, for messages
	 * @param name its name, for messages
	 */
	public Lifetime(String kind, String name) {
		this.whose = kind + " '" + name + "'";
	}

	/**
	 * Makes a call that uses the resources.
	 * @param call the call
	 * @param <T> its result
	 * @return its result
	 * @throws EmbeddingException if they have been freed
	 */
	public <T> T use(Supplier<T> call) {
		this.lock.readLock().lock();
		try {
			if (this.ended) {
				throw new EmbeddingException(this.whose + " is closed");
			}
			return call.get();
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/**
	 * Frees the resources when the calls under way have ended. A second call does
	 * nothing.
	 * @param free what frees them
	 */
	public void end(Runnable free) {
		this.lock.writeLock().lock();
		try {
			if (!this.ended) {
				this.ended = true;
				free.run();
			}
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

}
